#pragma once
#include "base/json.hpp"
#include "query/bulk/csv.hpp"
#include "schema/model.hpp"
#include "sql/expression.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace tenon::query::bulk {

/// The JSON that a cell stands for: null where there is nothing; lists, many-to-many ids and JSON fields are JSON text;
/// everything else is the text of its wire form. What cannot be told is left to schema::check_input to refuse.
std::expected<base::Json, std::string> json_of_cell(const schema::Field& field, const CsvCell& cell,
                                                    const base::JsonLimits& limits);

/// Appends a value that is not null as a cell. `json` is its wire form as JSON text.
void append_csv_value(std::string& out, std::string_view json, sql::JsonKind kind);

}  // namespace tenon::query::bulk
