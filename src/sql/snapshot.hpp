#pragma once
#include "sql/render.hpp"

#include <string>

namespace tenon::sql {

/// Begins a transaction that only reads and sees one state of the database until it ends. SQLite: from its first read
/// on.
std::string begin_snapshot(Dialect dialect);

}  // namespace tenon::sql
