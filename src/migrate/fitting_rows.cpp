#include "migrate/fitting_rows.hpp"

#include "migrate/plan_parts.hpp"
#include "sql/alteration.hpp"

#include <fmt/format.h>

namespace tenon::migrate {
namespace {

using sql::quoted;

/// The rule as it is said of the old column.
sql::ExprPtr of_old_column(const sql::ExprPtr& expr, const std::string& old) {
  auto copy = std::make_shared<sql::Expr>(*expr);
  if (copy->kind == sql::ExprKind::column) copy->name = old;
  for (auto& child : copy->children) child = of_old_column(child, old);
  return copy;
}

/// The old column of a new one, if it can be fitted at all.
const Column* old_column(const TableChange& change, const std::string& column) {
  const auto* pair = find_new(change, column);
  return pair && pair->from && stored_alike(*pair->from, *pair->to) ? pair->from : nullptr;
}

void fit(const TableChange& change, sql::Dialect dialect, std::vector<std::string>& statements) {
  const auto table = quoted(change.from->name);
  for (const auto* check : new_column_checks(change)) {
    const auto* old = old_column(change, check->column);
    if (!old) continue;
    const auto value = old->required ? fallback(*change.to->find(check->column), dialect) : "NULL";
    statements.push_back(fmt::format("UPDATE {} SET {} = {} WHERE NOT ({})", table, quoted(old->name), value,
                                     sql::to_text(of_old_column(check->expr, old->name), dialect)));
  }
  for (const auto& pair : change.columns) {
    if (!pair.from || !pair.to || pair.from->required || !pair.to->required || !stored_alike(*pair.from, *pair.to))
      continue;
    // Going up has no value for them: somebody says that there are none.
    if (filling(*change.to, *pair.to, dialect, Direction::up)) continue;
    const auto filled = filling(*change.to, *pair.to, dialect, Direction::down);
    if (!filled || filled->numbered) continue;
    statements.push_back(
        fmt::format("UPDATE {0} SET {1} = {2} WHERE {1} IS NULL", table, quoted(pair.from->name), filled->value));
  }
  const auto empty = [&](const Column* old) {
    if (old && !old->required) statements.push_back(fmt::format("UPDATE {} SET {} = NULL", table, quoted(old->name)));
  };
  for (const auto& pair : change.indexes)
    if (pair.to && !pair.same && pair.to->unique && pair.to->columns.size() == 1)
      empty(old_column(change, pair.to->columns.front()));
  for (const auto& pair : change.foreign_keys) {
    const auto* old = pair.to && !pair.same ? old_column(change, pair.to->column) : nullptr;
    bool pointed = false;
    for (const auto& key : change.from->foreign_keys) pointed = pointed || (old && key.column == old->name);
    if (!pointed) empty(old);
  }
}

}  // namespace

std::vector<std::string> fitting_statements(const schema::Model& from, const schema::Model& to, sql::Dialect dialect) {
  const auto before = structure_of(from);
  const auto after = structure_of(to);
  const auto names = correspond(from, to);
  const auto changes = compare(before, after, names.up);
  std::vector<std::string> statements;
  for (const auto& change : changes.tables) fit(change, dialect, statements);
  return statements;
}

}  // namespace tenon::migrate
