#pragma once
#include "db/database.hpp"
#include "migrate/script.hpp"

#include <string>
#include <vector>

/// Tenon's own tables (accounts, sessions) are no part of a schema's migrations: whoever applies a script puts around
/// it what they need.
namespace tenon::migrate {

/// `script` with the own tables dropped before it that `after` does not have, and those made after it that `before`
/// does not have. Both are the statements that make the own tables of the model before and after. A table whose
/// definition differs is dropped and made anew. Pure.
Script with_own_tables(Script script, const std::vector<std::string>& before, const std::vector<std::string>& after);

/// Makes what is missing of the tables that every database has, whatever its schema: they are no part of the definition
/// that a schema asks for, so that databases of earlier versions get them too. `statements` make the tables and what
/// belongs to them. For start-up and the command line, blocks; instances that start at once do it one by one. Throws
/// std::runtime_error with a sentence for the operator.
void make_missing_tables(db::Database& database, const std::vector<std::string>& statements);

}  // namespace tenon::migrate
