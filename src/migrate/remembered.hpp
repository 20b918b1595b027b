#pragma once
#include "db/session.hpp"
#include "schema/model.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a database was last made or changed to, in the words it was made with: the table tenon_schema, one row each
/// time.
namespace tenon::migrate {

/// Who brought it there.
enum class Origin : std::uint8_t {
  made,       ///< an empty database got the tables of a schema
  migrated,   ///< a migration went up or down
  developed,  ///< `tenon dev` followed a schema
};

struct Remembered {
  std::string fingerprint;  ///< SHA-256 of the statements, in hexadecimal
  std::string definition;   ///< the statements, see join_statements
  std::string snapshot;     ///< text of the schema; empty where it is not known
  Origin origin = Origin::made;
};

/// Everything that a model needs, `extra` (other modules' tables) too.
std::vector<std::string> definition_of(const schema::Model& model, const std::vector<std::string>& extra,
                                       sql::Dialect dialect);
std::string fingerprint_of(const std::vector<std::string>& statements);

/// The last one; nothing where none was written down. Throws std::runtime_error.
std::optional<Remembered> read_remembered(db::Session& session, sql::Dialect dialect);
/// Writes one down, and makes the table where it is missing.
void remember(db::Session& session, sql::Dialect dialect, const std::vector<std::string>& statements,
              std::string_view snapshot, Origin origin, std::string_view tenon_version);

}  // namespace tenon::migrate
