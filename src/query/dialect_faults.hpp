#pragma once
#include "schema/model.hpp"
#include "sql/render.hpp"

#include <string>
#include <vector>

namespace tenon::query {

/// What the model's rules ask that the database cannot do, one sentence each, naming the rule and the reason. SQLite
/// can do everything; PostgreSQL has patterns of its own (sql/postgres_pattern.hpp) and no text with U+0000.
std::vector<std::string> dialect_faults(const schema::Model& model, sql::Dialect dialect);

}  // namespace tenon::query
