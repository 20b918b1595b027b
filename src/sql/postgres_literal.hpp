#pragma once
#include "sql/expression.hpp"

#include <string>
#include <string_view>

namespace tenon::sql {

/// PostgreSQL's name of the stored form.
std::string_view postgres_type(Type type);

/// A value from the schema as PostgreSQL says it, with its type. Throws std::runtime_error for text with the character
/// U+0000, which PostgreSQL cannot hold.
std::string postgres_literal(const base::Value& value, Type type);

/// Quoted, safe whatever standard_conforming_strings says.
std::string postgres_quoted(std::string_view text);

}  // namespace tenon::sql
