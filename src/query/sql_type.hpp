#pragma once
#include "schema/model.hpp"
#include "sql/expression.hpp"

#include <string>

namespace tenon::query {

/// How a stored field is stored: enums as text, lists as JSON text, a to_one as its target's id.
sql::Type sql_type(const schema::Field& field);
/// How an element of a list field is bound.
sql::Type element_type(const schema::Field& list);
/// How the value of a rule expression is bound and computed.
sql::Type sql_type(const schema::Expression& expression);
/// The column of a stored field of the row called `alias`.
sql::ExprPtr column_of(const std::string& alias, const schema::Field& field);

}  // namespace tenon::query
