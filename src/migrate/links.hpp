#pragma once
#include "migrate/correspondence.hpp"

#include <string>

/// SQL that takes links from one way of being stored to the other; alike for all databases.
namespace tenon::migrate {

/// Rows of a join table from keys in rows. `table` is what holds the keys, as it is called now.
std::string copy_keys_statement(const LinkMove& move, const std::string& table, const std::string& key);
/// SQL for the first of a row's links, as its key. `row` is the id of the row, as SQL.
std::string first_link(const LinkMove& move, const std::string& row);

}  // namespace tenon::migrate
