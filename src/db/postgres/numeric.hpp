#pragma once
#include <string>
#include <string_view>

namespace tenon::db::postgres {

/// Appends what numeric_send wrote as a canonical decimal number (base/decimal.hpp), or NaN, Infinity, -Infinity; false
/// for malformed bytes, and for a number of more digits than PostgreSQL stores (about 150,000).
bool append_numeric(std::string& out, std::string_view bytes);

}  // namespace tenon::db::postgres
