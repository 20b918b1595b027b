#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

/// Rows of a resource as files, in bulk and with an operator's rights: no row rules. Not for request paths.
namespace tenon::query::bulk {

enum class Format : std::uint8_t {
  ndjson,  ///< one JSON object a line, fields in their wire form
  csv,     ///< RFC 4180 with a header of field names
};

namespace limits {
inline constexpr std::size_t max_record_bytes = 16 << 20;  ///< of one row in a file
inline constexpr std::size_t max_json_values = 1'000'000;  ///< in one row
}  // namespace limits

}  // namespace tenon::query::bulk
