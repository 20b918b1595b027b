#include "migrate/links.hpp"

#include "sql/alteration.hpp"

#include <fmt/format.h>

namespace tenon::migrate {

using sql::name_text;

std::string copy_keys_statement(const LinkMove& move, const std::string& table, const std::string& key) {
  return fmt::format("INSERT INTO {} ({}, {}) SELECT {}, {} FROM {} WHERE {} IS NOT NULL", name_text(move.join_table),
                     name_text(move.this_column), name_text(move.other_column), name_text(key),
                     name_text(move.key_column), name_text(table), name_text(move.key_column));
}

std::string first_link(const LinkMove& move, const std::string& row) {
  return fmt::format("(SELECT {0} FROM {1} WHERE {2} = {3} ORDER BY {0} LIMIT 1)", name_text(move.other_column),
                     name_text(move.join_table), name_text(move.this_column), row);
}

}  // namespace tenon::migrate
