#pragma once
#include "schema/model.hpp"
#include "sql/render.hpp"

#include <string>
#include <vector>

namespace tenon::migrate {

/// Statements on the tables of `from` after which their rows break no constraint of a column that is new in `to`:
/// limits, enum values, unique keys, relations, and values where somebody says that there are some. For generated rows
/// alone: values are lost. What cannot be done by changing one column is left (@check, keys of several columns,
/// required unique keys).
std::vector<std::string> fitting_statements(const schema::Model& from, const schema::Model& to, sql::Dialect dialect);

}  // namespace tenon::migrate
