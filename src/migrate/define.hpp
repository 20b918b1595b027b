#pragma once
#include "migrate/structure.hpp"

#include <string>
#include <vector>

/// What a Model needs in the database, as data definition. Pure.
namespace tenon::migrate {

/// Statements that make an empty database fit the model, in an order in which they run: tables (those pointed to
/// first), join tables, indexes, full-text indexes. Without Tenon's own tables. Rules leave no trace in it, so changing
/// rules changes nothing here; constraints do: not null, enum values, @length, @range, @unique, relations, and the part
/// of @check that SQL says in the same way. The rest is kept at the boundary alone.
std::vector<std::string> create_statements(const schema::Model& model, sql::Dialect dialect);
std::vector<std::string> create_statements(const Structure& structure, sql::Dialect dialect);

}  // namespace tenon::migrate
