#pragma once
#include "db/database.hpp"
#include "migrate/history_folder.hpp"

#include <functional>
#include <string>
#include <vector>

/// Tenon's own tables (accounts, sessions) are no part of a schema's migrations: whoever applies a script puts around
/// it what they need.
namespace tenon::migrate {

/// Statements that make Tenon's own tables for a model.
using OwnTables = std::function<std::vector<std::string>(const schema::Model& model)>;

/// The script of the migration at a place of the history, with what the own tables need on that way. Between the two
/// parts of a change those of both schemas are there. Throws where the file is missing or malformed.
Script complete_script(const std::vector<Migration>& history, std::size_t place, sql::Dialect dialect,
                       Direction direction, const OwnTables& own_tables);

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
