#pragma once
#include "schema/model.hpp"
#include "sql/render.hpp"

#include <string>
#include <vector>

namespace tenon::migrate {

/// Data definition of a whole Model, in an order that can be executed: tables, join tables, indexes, full-text indexes.
/// What a constraint can say in the database it says there too (the boundary says it first and better): not null, enum
/// values, lengths, ranges, unique keys, foreign keys. Rules are not in it, so changing rules changes nothing here.
std::vector<std::string> create_statements(const schema::Model& model, sql::Dialect dialect);

/// How a stored field is stored.
sql::Type column_type(const schema::Field& field);

}  // namespace tenon::migrate
