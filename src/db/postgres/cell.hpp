#pragma once
#include "base/value.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace tenon::db::postgres {

/// One value in binary format with its type: a column of a result, or a member of a record.
struct Cell {
  std::uint32_t type = 0;
  std::string_view bytes;
  bool null = true;
};

/// How deep records may nest within each other: far more than any selection may.
inline constexpr int max_record_depth = 64;

// Values as SQLite stores them: booleans are 0 and 1, points in time microseconds since 1970, dates, times, decimals
// and keys text. A value of another type than asked for is converted as SQLite does, as far as anybody asks.
// Throws std::runtime_error for bytes that the type cannot have, and for types that nothing of ours selects.

std::int64_t integer_of(const Cell& cell);
double floating_of(const Cell& cell);
/// Text, or the bytes of a blob; a record is its JSON text. A view of the cell, or of `scratch` if it had to be made.
std::string_view text_of(const Cell& cell, std::string& scratch, int depth = 0);
bool is_blob(const Cell& cell);
base::Value value_of(const Cell& cell);

}  // namespace tenon::db::postgres
