#pragma once
#include "migrate/script.hpp"
#include "schema/model.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

/// The migrations of a project as they lie in its folder: `migrations/0003_name/` with `schema.graphql` (the schema
/// that it leads to), `up.sqlite.sql`, `down.sqlite.sql`, `up.postgres.sql` and `down.postgres.sql`. What is wrong with
/// the folder throws std::runtime_error with a sentence for the operator.
namespace tenon::migrate {

struct Migration {
  int number = 0;                                                     ///< 3
  std::string name;                                                   ///< "0003_name", as the folder is called
  std::filesystem::path folder;                                       ///< where it lies
  std::string snapshot;                                               ///< text of schema.graphql
  std::map<std::pair<sql::Dialect, Direction>, std::string> scripts;  ///< texts of the files that are there
  std::string checksum;  ///< SHA-256 over the names and contents of its files, in hexadecimal; line ends do not count

  /// The script for one database; throws where the file is missing or malformed.
  Script script(sql::Dialect dialect, Direction direction) const;
  /// The schema it leads to. Lints are not judged: what was accepted once stays accepted.
  schema::ModelPtr model() const;
};

namespace limits {
inline constexpr int max_migrations = 9999;
inline constexpr std::size_t max_migration_name = 60;        ///< of the words after the number
inline constexpr std::size_t max_snapshot_bytes = 16 << 20;  ///< schema.graphql of one migration
}  // namespace limits

/// Every migration, in order: numbers begin at 1 and have no gaps. A folder that does not exist holds none.
std::vector<Migration> read_history(const std::filesystem::path& folder);

/// A change may be made in two migrations that lead to the same schema; their names say which part they are.
enum class Phase : std::uint8_t {
  whole,
  expand,    ///< servers of the older schema and of this one can run on what it makes
  contract,  ///< only servers of this schema can from then on
};
inline constexpr std::string_view expand_suffix = "_expand";
inline constexpr std::string_view contract_suffix = "_contract";
Phase phase_of(std::string_view migration_name);
/// Whether the migration at a place of the history is the second part of the one before it.
bool is_second_part(const std::vector<Migration>& history, std::size_t place);

/// Lower-case letters, digits and underscores, a letter first: what follows the number.
bool is_migration_name(std::string_view name);
/// "0003_name".
std::string migration_folder_name(int number, std::string_view name);
/// "up.sqlite.sql".
std::string script_file_name(sql::Dialect dialect, Direction direction);

/// Fills `name`, `folder` and `checksum` from `number`, `name` without number, and the contents.
Migration finish_migration(const std::filesystem::path& history, Migration migration);
/// Writes the folder of a finished migration with all its files, or nothing: they are written to a hidden folder beside
/// it, which is then renamed.
void write_migration(const Migration& migration);

}  // namespace tenon::migrate
