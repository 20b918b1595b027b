#include "migrate/backfill.hpp"

#include "migrate/plan.hpp"
#include "schema/naming.hpp"
#include "sql/alteration.hpp"

#include <fmt/format.h>

namespace tenon::migrate {

using sql::quoted;

std::string fill_name(const Table& table, const Column& column) {
  return schema::fit_sql_name("tenon_fill_" + table.name + "." + column.name);
}

std::vector<Step> backfill_steps(const Table& table, const Column& column, const std::string& value) {
  const auto rows = quoted(table.name);
  const auto name = quoted(column.name);
  const auto key = quoted(table.key().name);
  const auto index = fill_name(table, column);
  Step find;
  find.title = "Finds the rows of table " + table.name + " without " + column.name;
  find.place = Place::outside;
  find.lock = Lock::share_update_exclusive;
  find.index = index;
  find.sql = fmt::format("CREATE INDEX CONCURRENTLY {} ON {} ({}) WHERE {} IS NULL;", quoted(index), rows, key, name);
  Step fill;
  fill.title = "Fills them";
  fill.place = Place::outside;
  fill.lock = Lock::rows;
  fill.batch = backfill_rows;
  fill.sql = fmt::format(
      "UPDATE {0} SET {1} = {2}\n  WHERE {3} IN (SELECT {3} FROM {0} WHERE {1} IS NULL AND {2} IS NOT NULL "
      "ORDER BY {3} LIMIT {4} FOR NO KEY UPDATE);",
      rows, name, value, key, backfill_rows);
  Step forget;
  forget.title = "Drops what found them";
  forget.place = Place::outside;
  forget.lock = Lock::share_update_exclusive;
  forget.sql = sql::drop_index(index, sql::Writers::go_on) + ";";
  return {find, fill, forget};
}

}  // namespace tenon::migrate
