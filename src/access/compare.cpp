#include "access/compare.hpp"

#include "base/decimal.hpp"

#include <cmath>

namespace tenon::access {
namespace {

/// Exact, unlike a conversion to double: 2^53 + 1 is not 2^53.
std::partial_ordering compare_mixed(std::int64_t left, double right) {
  if (std::isnan(right)) return std::partial_ordering::unordered;
  constexpr double beyond = 9223372036854775808.0;  // 2^63
  if (right >= beyond) return std::partial_ordering::less;
  if (right < -beyond) return std::partial_ordering::greater;
  const auto whole = static_cast<std::int64_t>(right);
  if (left != whole) return left <=> whole;
  return 0.0 <=> (right - static_cast<double>(whole));
}

std::partial_ordering reversed(std::partial_ordering order) {
  return 0 <=> order;
}

std::partial_ordering of_number(int number) {
  return number <=> 0;
}

}  // namespace

std::optional<std::partial_ordering> compare_values(const base::Value& left, const base::Value& right,
                                                    schema::Type type) {
  if (base::is_null(left) || base::is_null(right)) return std::nullopt;
  const auto* left_integer = std::get_if<std::int64_t>(&left);
  const auto* right_integer = std::get_if<std::int64_t>(&right);
  const auto* left_double = std::get_if<double>(&left);
  const auto* right_double = std::get_if<double>(&right);
  if (left_integer && right_double) return compare_mixed(*left_integer, *right_double);
  if (left_double && right_integer) return reversed(compare_mixed(*right_integer, *left_double));
  if (left.index() != right.index()) return std::nullopt;
  if (left_integer) return *left_integer <=> *right_integer;
  if (left_double) return *left_double <=> *right_double;
  if (const auto* text = std::get_if<std::string>(&left)) {
    const auto& other = std::get<std::string>(right);
    return of_number(type == schema::Type::decimal ? base::compare_decimal(*text, other) : text->compare(other));
  }
  if (const auto* bytes = std::get_if<base::Bytes>(&left))
    return of_number(bytes->data.compare(std::get<base::Bytes>(right).data));
  return std::get<bool>(left) <=> std::get<bool>(right);
}

}  // namespace tenon::access
