#include "migrate/links.hpp"

#include "sql/alteration.hpp"

#include <fmt/format.h>

namespace tenon::migrate {

using sql::quoted;

std::string copy_keys_statement(const LinkMove& move, const std::string& table, const std::string& key) {
  return fmt::format("INSERT INTO {} ({}, {}) SELECT {}, {} FROM {} WHERE {} IS NOT NULL", quoted(move.join_table),
                     quoted(move.this_column), quoted(move.other_column), quoted(key), quoted(move.key_column),
                     quoted(table), quoted(move.key_column));
}

std::string first_link(const LinkMove& move, const std::string& row) {
  return fmt::format("(SELECT {0} FROM {1} WHERE {2} = {3} ORDER BY {0} LIMIT 1)", quoted(move.other_column),
                     quoted(move.join_table), quoted(move.this_column), row);
}

}  // namespace tenon::migrate
