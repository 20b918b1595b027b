#include "migrate/plan.hpp"

#include "migrate/plan_dialects.hpp"

namespace tenon::migrate {

Script plan(const Changes& changes, sql::Dialect dialect, Direction direction) {
  switch (dialect) {
    case sql::Dialect::sqlite: return plan_for_sqlite(changes, direction);
    case sql::Dialect::postgres: return plan_for_postgres(changes, direction);
  }
  return {};
}

}  // namespace tenon::migrate
