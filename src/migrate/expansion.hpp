#pragma once
#include "migrate/compare.hpp"
#include "migrate/script.hpp"

#include <string>
#include <vector>

/// A change in two migrations, between which servers of the older schema and of the newer one run side by side on the
/// same rows: "expand and contract", also known as "parallel change". Pure.
namespace tenon::migrate {

/// A renamed column, by both of its names. While both are there a row has the same value under either.
struct Alike {
  std::string table;
  std::string before;
  std::string after;
};

/// A column that the newer schema requires and the older one does not: rows of the older one are given a value.
struct Supplied {
  std::string table;
  std::string column;
  std::string value;  ///< PostgreSQL, of one row
};

/// What both schemas can live with, in the names of the newer one.
struct Expansion {
  Structure between;
  std::vector<Alike> alike;
  std::vector<Supplied> supplied;
};

/// What no structure between can serve both schemas for, each with what to do instead.
std::vector<std::string> expansion_refusals(const Changes& changes);

/// Of a change that is not refused. Everything new is there, nothing old is gone yet, and each constraint that only one
/// of the two schemas has is left out, unless it is about a column that the other one does not know.
Expansion expand(const Changes& changes);

/// There and back, in two migrations.
struct PhaseScripts {
  Script expand_up;
  Script expand_down;
  Script contract_up;
  Script contract_down;
};

/// On PostgreSQL in two parts. SQLite has one server, and nobody to wait for: there the first part is all of it.
/// `changes` and `back` are between the same two structures, there and back.
PhaseScripts plan_phases(const Changes& changes, const Changes& back, sql::Dialect dialect);

}  // namespace tenon::migrate
