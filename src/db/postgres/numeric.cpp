#include "db/postgres/numeric.hpp"

#include "db/postgres/wire.hpp"

namespace tenon::db::postgres {
namespace {

constexpr std::uint16_t negative = 0x4000;
constexpr std::uint16_t not_a_number = 0xC000;
constexpr std::uint16_t positive_infinity = 0xD000;
constexpr std::uint16_t negative_infinity = 0xF000;
constexpr std::size_t header_bytes = 8;
constexpr int group_size = 10'000;

/// Four digits.
void append_group(std::string& out, int group) {
  for (int divisor = group_size / 10; divisor > 0; divisor /= 10) out += static_cast<char>('0' + group / divisor % 10);
}

}  // namespace

bool append_numeric(std::string& out, std::string_view bytes) {
  if (bytes.size() < header_bytes) return false;
  const int groups = read_int16(bytes.data());
  const int weight = read_int16(bytes.data() + 2);  // of the first group: its place before the point
  const auto sign = read_unsigned<std::uint16_t>(bytes.data() + 4);
  if (sign == not_a_number || sign == positive_infinity || sign == negative_infinity) {
    out += sign == not_a_number ? "NaN" : sign == positive_infinity ? "Infinity" : "-Infinity";
    return true;
  }
  if (groups < 0 || bytes.size() != header_bytes + 2 * static_cast<std::size_t>(groups)) return false;
  const auto group = [&](int i) {
    return i >= 0 && i < groups ? static_cast<int>(read_int16(bytes.data() + header_bytes + 2 * i)) : 0;
  };
  for (int i = 0; i < groups; ++i)
    if (group(i) < 0 || group(i) >= group_size) return false;

  std::string digits;
  for (int i = 0; i <= weight; ++i) append_group(digits, group(i));
  const auto first = digits.find_first_not_of('0');
  std::string whole = first == std::string::npos ? "0" : digits.substr(first);
  std::string fraction;
  for (int i = weight + 1; i < groups; ++i) append_group(fraction, group(i));
  fraction.resize(fraction.find_last_not_of('0') + 1);

  if (sign == negative && (whole != "0" || !fraction.empty())) out += '-';
  out += whole;
  if (!fraction.empty()) out += '.' + fraction;
  return true;
}

}  // namespace tenon::db::postgres
