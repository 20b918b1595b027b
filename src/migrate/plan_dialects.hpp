#pragma once
#include "migrate/plan.hpp"

/// A file each, with what is special to one database.
namespace tenon::migrate {

Script plan_for_sqlite(const Changes& changes, Direction direction);
Script plan_for_postgres(const Changes& changes, Direction direction);

}  // namespace tenon::migrate
