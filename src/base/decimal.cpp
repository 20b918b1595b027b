#include "base/decimal.hpp"

#include <algorithm>

namespace tenon::base {
namespace {

constexpr std::size_t most_digits = 38;
constexpr std::size_t most_fraction_digits = 18;
/// Beyond this no exponent can bring a number that is not zero into the limits of a text shorter than it.
constexpr long largest_exponent = 1'000'000'000;

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

std::string_view take_digits(std::string_view& text) {
  const auto end = std::ranges::find_if_not(text, is_digit);
  const std::string_view digits(text.begin(), end);
  text.remove_prefix(digits.size());
  return digits;
}

bool take(std::string_view& text, char letter) {
  if (!text.starts_with(letter)) return false;
  text.remove_prefix(1);
  return true;
}

/// The exponent after 'e', clamped; nothing if there are no digits.
std::optional<long> take_exponent(std::string_view& text) {
  const bool negative = take(text, '-');
  if (!negative) take(text, '+');
  const std::string_view digits = take_digits(text);
  if (digits.empty()) return std::nullopt;
  long exponent = 0;
  for (const char digit : digits) exponent = std::min(exponent * 10 + (digit - '0'), largest_exponent);
  return negative ? -exponent : exponent;
}

}  // namespace

std::optional<std::string> parse_decimal(std::string_view text) {
  const bool negative = take(text, '-');
  if (!negative) take(text, '+');
  const std::string_view whole = take_digits(text);
  if (whole.empty()) return std::nullopt;
  std::string_view fraction;
  if (take(text, '.')) {
    fraction = take_digits(text);
    if (fraction.empty()) return std::nullopt;
  }
  long exponent = 0;
  if (take(text, 'e') || take(text, 'E')) {
    const auto given = take_exponent(text);
    if (!given) return std::nullopt;
    exponent = *given;
  }
  if (!text.empty()) return std::nullopt;

  // The number is 0.DIGITS times ten to the power of `point`, without zeros at either end of DIGITS.
  std::string digits(whole);
  digits += fraction;
  long point = static_cast<long>(whole.size()) + exponent;
  const std::size_t leading = std::min(digits.find_first_not_of('0'), digits.size());
  digits.erase(0, leading);
  point -= static_cast<long>(leading);
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.empty()) return "0";

  const long count = static_cast<long>(digits.size());
  const long fraction_count = std::max(count - point, 0L);
  const long whole_count = std::max(point, 0L);
  if (fraction_count > static_cast<long>(most_fraction_digits)) return std::nullopt;
  if (whole_count + fraction_count > static_cast<long>(most_digits)) return std::nullopt;

  std::string canonical = negative ? "-" : "";
  if (point <= 0) {
    canonical += "0.";
    canonical.append(static_cast<std::size_t>(-point), '0');
    return canonical + digits;
  }
  if (point >= count) {
    canonical += digits;
    canonical.append(static_cast<std::size_t>(point - count), '0');
    return canonical;
  }
  canonical.append(digits, 0, static_cast<std::size_t>(point));
  canonical += '.';
  canonical.append(digits, static_cast<std::size_t>(point));
  return canonical;
}

int compare_decimal(std::string_view left, std::string_view right) {
  const bool left_negative = take(left, '-');
  const bool right_negative = take(right, '-');
  if (left_negative != right_negative) return left_negative ? -1 : 1;
  if (left_negative) std::swap(left, right);
  const std::size_t left_whole = std::min(left.find('.'), left.size());
  const std::size_t right_whole = std::min(right.find('.'), right.size());
  if (left_whole != right_whole) return left_whole < right_whole ? -1 : 1;
  // Of equal whole length, canonical digits order as text; a fraction that ends first is smaller, as "1" before "1.5".
  const int order = left.compare(right);
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

}  // namespace tenon::base
