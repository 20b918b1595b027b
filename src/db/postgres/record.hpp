#pragma once
#include <string>
#include <string_view>

namespace tenon::db::postgres {

/// Appends nested rows as JSON text. A record of ours has two members: the text of a row specification
/// (sql/row_specification.hpp), and either a record of that row's values or an array of such records.
/// False for bytes that are not that, and for records nested deeper than max_record_depth.
bool append_record(std::string& out, std::string_view bytes, int depth);

}  // namespace tenon::db::postgres
