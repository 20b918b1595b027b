#include "access/arithmetic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace tenon::access {
namespace {

using base::Value;
using schema::ExpressionKind;

Value of_integers(ExpressionKind kind, std::int64_t left, std::int64_t right) {
  std::int64_t result = 0;
  if (kind == ExpressionKind::add) return __builtin_add_overflow(left, right, &result) ? Value{} : Value{result};
  if (kind == ExpressionKind::subtract) return __builtin_sub_overflow(left, right, &result) ? Value{} : Value{result};
  if (kind == ExpressionKind::multiply) return __builtin_mul_overflow(left, right, &result) ? Value{} : Value{result};
  // The smallest number by -1 overflows; the remainder goes with the quotient.
  if (right == 0 || (right == -1 && left == std::numeric_limits<std::int64_t>::min())) return {};
  return kind == ExpressionKind::divide ? left / right : left % right;
}

Value of_doubles(ExpressionKind kind, double left, double right) {
  double result = 0;
  if (kind == ExpressionKind::add)
    result = left + right;
  else if (kind == ExpressionKind::subtract)
    result = left - right;
  else if (kind == ExpressionKind::multiply)
    result = left * right;
  else if (right == 0)
    return {};
  else
    result = kind == ExpressionKind::divide ? left / right : std::fmod(left, right);
  return std::isfinite(result) ? Value{result} : Value{};
}

std::optional<double> as_double(const Value& value) {
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
  return std::nullopt;
}

}  // namespace

Value calculate(ExpressionKind kind, const Value& left, const Value& right) {
  const auto* left_integer = std::get_if<std::int64_t>(&left);
  const auto* right_integer = std::get_if<std::int64_t>(&right);
  if (left_integer && right_integer) return of_integers(kind, *left_integer, *right_integer);
  const auto* left_text = std::get_if<std::string>(&left);
  const auto* right_text = std::get_if<std::string>(&right);
  if (left_text && right_text && kind == ExpressionKind::add) return *left_text + *right_text;
  const auto left_number = as_double(left);
  const auto right_number = as_double(right);
  if (left_number && right_number) return of_doubles(kind, *left_number, *right_number);
  return {};
}

Value negated(const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value))
    return *integer == std::numeric_limits<std::int64_t>::min() ? Value{} : Value{-*integer};
  if (const auto* number = std::get_if<double>(&value)) return -*number;
  return {};
}

std::int64_t code_points(const std::string& text) {
  return std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

}  // namespace tenon::access
