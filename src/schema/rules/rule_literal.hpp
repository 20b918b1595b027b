#pragma once
#include "base/value.hpp"
#include "lang/cel/ast.hpp"
#include "schema/rules/rule_type.hpp"

#include <expected>
#include <string>

namespace tenon::schema {

/// A literal in the stored form of its type.
struct TypedLiteral {
  base::Value value;
  RuleType type;
};

struct LiteralFault {
  std::string message;
  std::string hint;
};

/// The value of a bool, int, double or string literal where a value of `expected` is wanted (null: nothing is known).
///
/// Strings become ids, points in time, dates, decimals or enum values where such are wanted, and then must be ones;
/// numbers become decimals and floats. A literal that cannot become what is wanted keeps its own type: the comparison
/// refuses it.
std::expected<TypedLiteral, LiteralFault> type_literal(const lang::cel::Node& literal, const RuleType* expected);

/// Whether `text` is a value of the enum, as a literal.
std::expected<TypedLiteral, LiteralFault> enum_literal(const std::string& text, const EnumType& enumeration);

}  // namespace tenon::schema
