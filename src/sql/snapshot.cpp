#include "sql/snapshot.hpp"

namespace tenon::sql {

std::string begin_snapshot(Dialect dialect) {
  switch (dialect) {
    case Dialect::sqlite: return "BEGIN";
    case Dialect::postgres: return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
  }
  return {};
}

}  // namespace tenon::sql
