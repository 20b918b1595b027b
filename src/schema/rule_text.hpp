#pragma once
#include "lang/graphql/ast.hpp"
#include "schema/draft.hpp"
#include "schema/rules/check_rule.hpp"

namespace tenon::schema {

/// The expression that a string of the schema says: parsed and type-checked. Null after faults, and where the text
/// names what an earlier fault has left without meaning.
ExpressionPtr read_rule(Draft& draft, const Resource& resource, RuleUse use, const lang::graphql::Value& text);

/// The syntax tree alone; null after a fault.
lang::cel::NodePtr parse_rule(Draft& draft, const lang::graphql::Value& text);

/// Whether it names something that an earlier fault has left without meaning.
bool is_broken(const Draft& draft, const lang::cel::Node& rule);

}  // namespace tenon::schema
