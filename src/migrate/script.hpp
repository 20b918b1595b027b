#pragma once
#include "sql/render.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// One direction of a migration for one database, as a value and as a file that people read and edit.
namespace tenon::migrate {

enum class Direction : std::uint8_t { up, down };

enum class Place : std::uint8_t {
  transaction,  ///< neighbours of this kind run in one transaction
  outside,      ///< one statement by itself, committed at once; may be run again after a failure
};

/// What others wait for while a step runs. All but `none`, `rows` and `database` are PostgreSQL's, of the table that
/// the step is about.
enum class Lock : std::uint8_t {
  none,                    ///< nothing
  rows,                    ///< writers of the same rows
  share_update_exclusive,  ///< other data definition and vacuum; readers and writers go on
  share,                   ///< writers
  share_row_exclusive,     ///< writers
  access_exclusive,        ///< readers and writers
  database,                ///< SQLite: writers, of all tables; readers go on
};

/// One step: executed as one text, never split.
struct Step {
  std::string title;               ///< what it does, for people; one line
  std::vector<std::string> notes;  ///< more words for people, one line each
  Place place = Place::transaction;
  Lock lock = Lock::none;
  std::vector<std::string> rewrites;   ///< tables of which every row is written anew
  std::vector<std::string> loses;      ///< `table` or `table.column` whose values are gone or changed for good
  std::optional<std::uint32_t> batch;  ///< run again and again until it changes no row; changes at most so many each
                                       ///< time. Always outside
  std::string index;  ///< made CONCURRENTLY: a failure leaves an invalid one, to be dropped before it is tried again
  std::string sql;    ///< may hold comments, and outside of a transaction one statement

  bool operator==(const Step&) const = default;
};

struct Script {
  sql::Dialect dialect = sql::Dialect::sqlite;
  Direction direction = Direction::up;
  /// SQLite: enforcement of foreign keys is switched off before the transaction begins, and before it commits all of
  /// them are checked (https://sqlite.org/lang_altertable.html#otheralter).
  bool foreign_keys_off = false;
  std::vector<Step> steps;

  bool operator==(const Script&) const = default;
};

namespace limits {
inline constexpr std::size_t max_script_bytes = 4 << 20;
inline constexpr std::size_t max_script_steps = 10'000;
inline constexpr std::uint32_t max_batch_rows = 1'000'000;
}  // namespace limits

/// The script as text (docs/reference/migrations.md). Throws std::runtime_error if a step's SQL has a line that would
/// be read as a hint: a text of the schema with such a line has to be written in another way.
std::string write_script(const Script& script);

/// Reads what write_script wrote and people changed. `name` is the file's, for messages. Throws std::runtime_error
/// "NAME:LINE: what is wrong" for hints that are not understood, for SQL outside a step, and beyond the limits.
Script read_script(std::string_view name, std::string_view text);

/// "readers and writers of the table wait", for people.
std::string_view waits(Lock lock);
/// Every database that scripts are written for.
inline constexpr std::array all_dialects{sql::Dialect::sqlite, sql::Dialect::postgres};
/// "sqlite", "postgres": in file names and hints.
std::string_view dialect_name(sql::Dialect dialect);
/// "up", "down".
std::string_view direction_name(Direction direction);

}  // namespace tenon::migrate
