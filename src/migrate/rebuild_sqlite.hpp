#pragma once
#include "migrate/plan_parts.hpp"

#include <string>
#include <vector>

namespace tenon::migrate {

/// Makes a table of SQLite anew under its own name, with its rows: the documented way to change what ALTER TABLE cannot
/// (https://sqlite.org/lang_altertable.html#otheralter, steps 4 to 7). It already has its new name; its indexes and its
/// full text are gone afterwards. Foreign keys have to be off.
std::vector<std::string> rebuild(const Changes& changes, const TableChange& change, Direction direction);

}  // namespace tenon::migrate
