#pragma once
#include "schema/expression.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace tenon::access {

/// The elements of a list stored as JSON text, each in stored form of `element`; Null for null and for what is none.
/// Nothing if the text is no JSON array.
std::optional<std::vector<base::Value>> list_elements(std::string_view json, schema::Type element);

/// How many elements; nothing if the text is no JSON array.
std::optional<std::int64_t> list_size(std::string_view json);

/// Elements as JSON text in stored form: what SQL compares with `in_json`. Bytes become null.
std::string to_list_text(const std::vector<base::Value>& elements);

/// Whether SQL can compare the elements of a list column as they are stored. It cannot where wire form and stored form
/// differ: points in time, durations, bytes. `in` over such a column is unknown, here and there.
bool has_comparable_elements(schema::Type element);

}  // namespace tenon::access
