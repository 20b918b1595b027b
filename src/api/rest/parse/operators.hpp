#pragma once
#include "query/operation.hpp"
#include "schema/model.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tenon::api::rest {

/// One operator: `views[gte]=10`.
struct OperatorWord {
  std::string_view text;         ///< "gte"
  query::Comparison comparison;  ///< what it asks for; `contains` on a list field is has_element
  std::string_view meaning;      ///< for documents: "at least this"
};
/// All of them, in the order that documents list them.
std::span<const OperatorWord> operator_words();

/// The comparison a word in brackets names: "gte". `contains` on a list is has_element: see operator_for.
std::optional<query::Comparison> find_operator(std::string_view word);

/// Whether values of this field can be compared that way.
bool operator_fits(const schema::Field& field, query::Comparison comparison);

/// The words that fit, "eq, ne, in": for messages.
std::string fitting_operators(const schema::Field& field);

/// "text", "a number", "a relation", ...: for messages.
std::string_view kind_of_value(const schema::Field& field);

}  // namespace tenon::api::rest
