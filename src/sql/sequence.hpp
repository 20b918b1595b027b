#pragma once
#include "sql/render.hpp"

#include <string_view>
#include <vector>

/// The numbers that a database gives to new rows (keys of type int64 that it assigns).
namespace tenon::sql {

/// One row: the last number that was given; 0 if none was, or the column has no numbers of its own.
Statement last_number(std::string_view table, std::string_view column, Dialect dialect);

/// Statements after which the next number is above parameter 0, above every number in the column, and above all that
/// were given before. They change no row of the table.
std::vector<Statement> raise_numbers(std::string_view table, std::string_view column, Dialect dialect);

}  // namespace tenon::sql
