#include "base/time.hpp"

#include <algorithm>
#include <array>

namespace tenon::base {
namespace {

using Wide = __int128;  ///< nanoseconds: a fraction of an hour in steps below one still adds up exactly

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};
/// Longer names first where one begins another.
constexpr std::array units{
    Unit{"ns", 1},         Unit{"us", 1'000},        Unit{"µs", 1'000},         Unit{"μs", 1'000},
    Unit{"ms", 1'000'000}, Unit{"s", 1'000'000'000}, Unit{"m", 60'000'000'000}, Unit{"h", 3'600'000'000'000},
};
/// About ten thousand years, as CEL has it; also keeps every sum below far from overflow.
constexpr Wide longest = Wide{315'576'000'000} * 1'000'000'000;

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

const Unit* take_unit(std::string_view& text) {
  const auto found = std::ranges::find_if(units, [&](const Unit& unit) { return text.starts_with(unit.name); });
  if (found == units.end()) return nullptr;
  text.remove_prefix(found->name.size());
  return &*found;
}

/// One number with its unit, in nanoseconds.
std::optional<Wide> take_part(std::string_view& text) {
  Wide whole = 0;
  Wide fraction = 0;
  Wide scale = 1;
  bool any_digit = false;
  while (!text.empty() && is_digit(text.front())) {
    whole = std::min(whole * 10 + (text.front() - '0'), longest + 1);
    text.remove_prefix(1);
    any_digit = true;
  }
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    while (!text.empty() && is_digit(text.front())) {
      // Further digits are below a nanosecond in every unit.
      if (scale < Wide{1'000'000'000'000'000}) {
        fraction = fraction * 10 + (text.front() - '0');
        scale *= 10;
      }
      text.remove_prefix(1);
      any_digit = true;
    }
  }
  const Unit* unit = any_digit ? take_unit(text) : nullptr;
  if (!unit) return std::nullopt;
  const Wide part = whole * unit->nanoseconds + fraction * unit->nanoseconds / scale;
  if (part > longest) return std::nullopt;
  return part;
}

}  // namespace

std::optional<Micros> parse_duration(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text == "0") return 0;
  if (text.empty()) return std::nullopt;
  Wide total = 0;
  while (!text.empty()) {
    const auto part = take_part(text);
    if (!part) return std::nullopt;
    total += *part;
    if (total > longest) return std::nullopt;
  }
  const auto micros = static_cast<Micros>(total / 1000);
  return negative ? -micros : micros;
}

}  // namespace tenon::base
