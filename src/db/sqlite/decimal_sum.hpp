#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace tenon::db::sqlite {

/// Exact sum of decimal numbers as base/decimal.hpp writes them; text that is none counts as zero.
class DecimalSum {
 public:
  void add(std::string_view decimal);
  /// Canonical text; may have more digits than a stored number can.
  std::string sum() const;
  /// The sum divided by `count` (at least 1), to 18 digits after the point, halves away from zero.
  std::string average(std::int64_t count) const;

 private:
  // Groups of nine digits, the last two behind the point: 45 digits of a number before it, and room for 10^18 of them.
  static constexpr int limbs = 9;
  static constexpr int fraction_limbs = 2;
  static constexpr std::int64_t base = 1'000'000'000;
  using Limbs = std::array<std::int64_t, limbs>;

  static bool settle(Limbs& number);
  static std::string to_text(const Limbs& number, bool negative);

  Limbs total_{};  ///< least significant first; each may be negative or beyond the base until settled
  std::int64_t added_ = 0;
};

}  // namespace tenon::db::sqlite
