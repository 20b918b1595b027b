#pragma once
#include "db/database.hpp"
#include "schema/model.hpp"

#include <string>
#include <vector>

namespace tenon::migrate {

enum class State : std::uint8_t {
  empty,      ///< no table of ours: may be created
  current,    ///< made from this schema
  different,  ///< made from another schema, or not by Tenon
};

struct Status {
  State state = State::empty;
  std::vector<std::string> differences;  ///< sentences for the operator
};

/// Compares a database with a Model. `extra` are the definitions of Tenon's own tables (auth). Blocks; throws
/// std::runtime_error if the database does not answer.
Status status(db::Database& database, const schema::Model& model, const std::vector<std::string>& extra);

/// Creates everything on an empty database, in one transaction, and remembers what it made. Throws std::runtime_error.
void create(db::Database& database, const schema::Model& model, const std::vector<std::string>& extra);

}  // namespace tenon::migrate
