#pragma once
#include "db/database.hpp"
#include "migrate/history_folder.hpp"
#include "migrate/runner.hpp"
#include "schema/model.hpp"

#include <string>
#include <vector>

/// Whether a database may be served with a schema, and what to run if not.
namespace tenon::migrate {

enum class Fitness : std::uint8_t {
  fits,        ///< it has the structure that the schema needs
  empty,       ///< no tables of anybody, no history
  pending,     ///< migrations wait to be applied
  unfinished,  ///< a migration stopped half-way
  different,   ///< another structure, and no migration leads to the schema
  refused,     ///< its history is not that of the folder
};

struct Readiness {
  Fitness fitness = Fitness::empty;
  std::string reason;                ///< one sentence for the operator
  std::vector<std::string> details;  ///< differences, pending migrations, faults of the history
  std::string advice;                ///< what to run
};

/// `history` is empty where the project has no migrations: then the database is held against the schema alone. Throws
/// std::runtime_error where the database does not answer.
Readiness examine(db::Database& database, const schema::Model& model, const std::vector<Migration>& history,
                  const OwnTables& own_tables);

/// All of it as one text of several lines.
std::string to_text(const Readiness& readiness);

}  // namespace tenon::migrate
