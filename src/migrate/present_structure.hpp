#pragma once
#include "db/session.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// What structure a database really has, by its own word: what migrations are held against.
namespace tenon::migrate {

/// One thing that is there: a column, a constraint, an index.
struct PresentPart {
  std::string kind;        ///< "table", "column", "constraint", "index", "trigger", ...
  std::string table;       ///< of what; empty for what belongs to no table
  std::string name;        ///< its own
  std::string definition;  ///< normalised: equal texts mean the same
  int place = 0;           ///< of a column among its table's
  auto operator<=>(const PresentPart&) const = default;
};

/// Whether the order of columns makes a difference. It does for a dump, not for the server.
enum class ColumnOrder : std::uint8_t { counts, ignored };

/// Everything that is there but bookkeeping, sorted. Throws std::runtime_error where the database does not answer.
std::vector<PresentPart> read_structure(db::Session& session, sql::Dialect dialect);

/// SHA-256 in hexadecimal; equal for equal structures.
std::string structure_fingerprint(const std::vector<PresentPart>& structure);

/// In words, one line each: "column posts.title is `...`, was `...`". Empty if there is no difference.
std::vector<std::string> structure_differences(const std::vector<PresentPart>& before,
                                               const std::vector<PresentPart>& after, ColumnOrder order);

/// The parts of a CREATE TABLE of SQLite. For read_structure and its tests.
std::vector<PresentPart> parts_of_create_table(const std::string& table, std::string_view text);

}  // namespace tenon::migrate
