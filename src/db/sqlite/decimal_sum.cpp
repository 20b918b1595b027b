#include "db/sqlite/decimal_sum.hpp"

#include <algorithm>

namespace tenon::db::sqlite {
namespace {

constexpr std::size_t digits_per_limb = 9;
/// So many additions fit a limb before it has to carry.
constexpr std::int64_t additions_before_carry = 1'000'000'000;

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::int64_t to_number(std::string_view digits) {
  std::int64_t number = 0;
  for (const char digit : digits) number = number * 10 + (digit - '0');
  return number;
}

}  // namespace

/// Carries until every limb is a group of digits; returns whether the number was negative, and leaves its magnitude.
bool DecimalSum::settle(Limbs& number) {
  const auto carry = [&] {
    for (std::size_t i = 0; i + 1 < limbs; ++i) {
      auto quotient = number[i] / base;
      if (number[i] % base < 0) --quotient;
      number[i] -= quotient * base;
      number[i + 1] += quotient;
    }
  };
  carry();
  if (number.back() >= 0) return false;
  for (auto& limb : number) limb = -limb;
  carry();
  return true;
}

void DecimalSum::add(std::string_view decimal) {
  const std::int64_t sign = decimal.starts_with('-') ? -1 : 1;
  if (sign < 0) decimal.remove_prefix(1);
  const auto point = std::min(decimal.find('.'), decimal.size());
  const auto whole = decimal.substr(0, point);
  auto fraction = decimal.substr(std::min(point + 1, decimal.size()));
  constexpr auto whole_limbs = static_cast<std::size_t>(limbs - fraction_limbs);
  if (whole.empty() || whole.size() > (whole_limbs - 2) * digits_per_limb || !all_digits(whole) ||
      !all_digits(fraction))
    return;
  for (std::size_t limb = 0, end = whole.size(); end > 0; ++limb) {
    const auto begin = end - std::min(end, digits_per_limb);
    total_[limb + fraction_limbs] += sign * to_number(whole.substr(begin, end - begin));
    end = begin;
  }
  for (std::size_t limb = fraction_limbs; limb-- > 0;) {
    std::string group(fraction.substr(0, digits_per_limb));
    fraction.remove_prefix(group.size());
    group.resize(digits_per_limb, '0');
    total_[limb] += sign * to_number(group);
  }
  if (++added_ % additions_before_carry == 0 && settle(total_))
    for (auto& limb : total_) limb = -limb;
}

std::string DecimalSum::to_text(const Limbs& number, bool negative) {
  std::string digits;
  for (std::size_t i = limbs; i-- > 0;) {
    auto group = std::to_string(number[i]);
    if (group.size() < digits_per_limb) group.insert(0, digits_per_limb - group.size(), '0');
    digits += group;
  }
  std::string fraction = digits.substr(digits.size() - fraction_limbs * digits_per_limb);
  digits.resize(digits.size() - fraction.size());
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  fraction.erase(fraction.find_last_not_of('0') + 1);
  if (!fraction.empty()) digits += '.' + fraction;
  if (negative && digits != "0") digits.insert(0, 1, '-');
  return digits;
}

std::string DecimalSum::sum() const {
  auto number = total_;
  const bool negative = settle(number);
  return to_text(number, negative);
}

std::string DecimalSum::average(std::int64_t count) const {
  __extension__ typedef __int128 Wide;
  auto number = total_;
  const bool negative = settle(number);
  Wide remainder = 0;
  for (std::size_t i = limbs; i-- > 0;) {
    const Wide value = remainder * base + number[i];
    number[i] = static_cast<std::int64_t>(value / count);
    remainder = value % count;
  }
  if (remainder * 2 >= count) ++number[0];
  settle(number);
  return to_text(number, negative);
}

}  // namespace tenon::db::sqlite
