#pragma once
#include "db/database.hpp"
#include "schema/model.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Whether a database fits the model, and making it so when it is empty. For start-up and the command line: blocks.
/// `extra` are the definitions of other modules' tables (auth). Both throw std::runtime_error with a sentence for the
/// operator where the database does not answer.
namespace tenon::migrate {

enum class State : std::uint8_t {
  empty,      ///< no tables at all: may be created
  current,    ///< made for this model
  different,  ///< made for another model, or not by Tenon
};

struct Status {
  State state = State::empty;
  std::vector<std::string> differences;  ///< for the operator: "table posts: column summary is missing"
};

/// Holds the definition that the database was made with (kept in tenon_schema) against the model's.
Status status(db::Database& database, const schema::Model& model, const std::vector<std::string>& extra);

/// Makes everything in an empty database, in one transaction, and remembers what it made. When several instances do
/// this at once, one does it. `snapshot` is the text of the schema, for `tenon dev`.
void create(db::Database& database, const schema::Model& model, const std::vector<std::string>& extra,
            std::string_view tenon_version = {}, std::string_view snapshot = {});

/// What tells one definition from another: SHA-256 of its statements in hexadecimal. Rules are not in it.
std::string fingerprint(const schema::Model& model, const std::vector<std::string>& extra, sql::Dialect dialect);

}  // namespace tenon::migrate
