#pragma once
#include "query/operation.hpp"
#include "schema/model.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tenon::api::rest {

/// The comparison a word in brackets names: "gte". `contains` on a list is has_element: see operator_for.
std::optional<query::Comparison> find_operator(std::string_view word);

/// Whether values of this field can be compared that way.
bool operator_fits(const schema::Field& field, query::Comparison comparison);

/// The words that fit, "eq, ne, in": for messages.
std::string fitting_operators(const schema::Field& field);

/// "text", "a number", "a relation", ...: for messages.
std::string_view kind_of_value(const schema::Field& field);

}  // namespace tenon::api::rest
