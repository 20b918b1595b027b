#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tenon::base {

struct Null {
  auto operator<=>(const Null&) const = default;
};

/// Raw bytes, apart from text so that neither is taken for the other.
struct Bytes {
  std::string data;  ///< the bytes, not necessarily UTF-8
  auto operator<=>(const Bytes&) const = default;
};

/// A scalar in stored form: what is bound to a statement, compared by the evaluator and held by a checked input.
///
/// The kind of the field decides the alternative (docs/reference/schema.md, "Scalars"):
///   bool          Boolean
///   int64         Int, BigInt, DateTime (microseconds since 1970-01-01T00:00:00Z), duration (microseconds)
///   double        Float
///   string        String, ID and UUID (lower-case canonical), Email (lower-case), URL, enum values, Date (YYYY-MM-DD),
///                 Time (HH:MM:SS.ffffff), Decimal (canonical, see base/decimal.hpp), JSON (text),
///                 lists of scalars and enums (JSON text of the wire forms)
///   Bytes         Bytes
using Value = std::variant<Null, bool, std::int64_t, double, std::string, Bytes>;

inline bool is_null(const Value& value) {
  return std::holds_alternative<Null>(value);
}

/// For logs and test output: SQL-like literals. Not for the wire.
std::string to_debug_text(const Value& value);

}  // namespace tenon::base
