#pragma once
#include "sql/render.hpp"

#include <span>
#include <string>
#include <string_view>

namespace tenon::sql {

struct InsertedColumn {
  std::string name;
  Type type = Type::text;
};

/// INSERT of several rows at once. Parameters: row after row, the columns of each in order.
Statement insert_rows(std::string_view table, std::span<const InsertedColumn> columns, std::size_t rows,
                      Dialect dialect);

/// How many values one statement can be bound to.
std::size_t most_parameters(Dialect dialect);

}  // namespace tenon::sql
