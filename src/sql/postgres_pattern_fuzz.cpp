#include "sql/postgres_pattern.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

/// Any bytes as a pattern: translated or refused, and what comes out is ASCII without quotes or zero bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto pattern = tenon::sql::postgres_pattern({reinterpret_cast<const char*>(data), size});
  if (!pattern) return 0;
  for (const char c : *pattern)
    if (c <= 0 || c == '\'') std::abort();
  return 0;
}
