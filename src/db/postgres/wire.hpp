#pragma once
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

/// Numbers as PostgreSQL's binary format has them: big-endian.
namespace tenon::db::postgres {

/// Between 1970-01-01 and 2000-01-01, where PostgreSQL's time begins.
inline constexpr std::int64_t epoch_micros = 946'684'800'000'000;
inline constexpr std::int32_t epoch_days = 10'957;

template <std::unsigned_integral Number>
Number read_unsigned(const char* bytes) {
  Number number = 0;
  for (std::size_t i = 0; i < sizeof number; ++i)
    number = static_cast<Number>((number << 8U) | static_cast<unsigned char>(bytes[i]));
  return number;
}
inline std::int16_t read_int16(const char* bytes) {
  return static_cast<std::int16_t>(read_unsigned<std::uint16_t>(bytes));
}
inline std::int32_t read_int32(const char* bytes) {
  return static_cast<std::int32_t>(read_unsigned<std::uint32_t>(bytes));
}
inline std::int64_t read_int64(const char* bytes) {
  return static_cast<std::int64_t>(read_unsigned<std::uint64_t>(bytes));
}

template <std::unsigned_integral Number>
void append_unsigned(std::string& out, Number number) {
  for (std::size_t i = sizeof number; i-- > 0;) out += static_cast<char>(number >> (8U * i));
}

/// Takes numbers off the front of bytes that came from outside; `ok` is false once they ended too early.
struct WireReader {
  std::string_view bytes;
  bool ok = true;

  std::int32_t int32() {
    const auto taken = take(sizeof(std::int32_t));
    return ok ? read_int32(taken.data()) : 0;
  }
  std::uint32_t unsigned32() { return static_cast<std::uint32_t>(int32()); }
  std::string_view take(std::size_t count) {
    if (count > bytes.size()) ok = false;
    if (!ok) return {};
    const auto taken = bytes.substr(0, count);
    bytes.remove_prefix(count);
    return taken;
  }
};

}  // namespace tenon::db::postgres
