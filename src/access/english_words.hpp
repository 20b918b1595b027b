#pragma once
#include "schema/expression.hpp"

#include <string>
#include <string_view>

/// Words for the plain form of rules.
namespace tenon::access {

/// "createdAt" -> "created at".
std::string spoken(std::string_view name);
/// "a moderator", "an admin", "a user".
std::string with_article(const std::string& noun);
/// What a boolean field says of its row: "published" -> "is published", "hasAccess" -> "has access", negated "does not
/// have access".
std::string said_of_row(std::string_view field, bool negated);
/// "is", "is less than", "is before": how a comparison is said.
std::string_view comparison_words(schema::ExpressionKind kind, schema::Type type);
/// The comparison that says the opposite.
schema::ExpressionKind opposite_comparison(schema::ExpressionKind kind);
/// "'Go'", "3", "2026-01-15T10:30:00Z", "90 minutes".
std::string literal_words(const schema::Expression& literal);

}  // namespace tenon::access
