#pragma once
#include "base/json.hpp"
#include "lang/graphql/ast.hpp"
#include "schema/faults.hpp"

#include <string>
#include <string_view>

/// Literals of the schema language: directive arguments and defaults.
namespace tenon::schema {

/// Whether `value` fits a type made of built-in scalars and enums; a fault if not. `label` names the place: `"min" of
/// "@length"`. Any single value fits a list of its type.
bool check_literal(const lang::graphql::Value& value, const lang::graphql::Type& type, std::string_view label,
                   Faults& faults);

/// "a string", "an integer", ...: for messages.
std::string_view kind_words(const lang::graphql::Value& value);

/// The literal as JSON: enum values become strings.
base::Json literal_to_json(const lang::graphql::Value& value);

}  // namespace tenon::schema
