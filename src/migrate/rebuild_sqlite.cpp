#include "migrate/rebuild_sqlite.hpp"

#include "migrate/links.hpp"
#include "sql/alteration.hpp"

#include <fmt/format.h>

namespace tenon::migrate {
namespace {

constexpr auto dialect = sql::Dialect::sqlite;
using sql::quoted;

std::string list_of(const std::vector<std::string>& items) {
  return fmt::format("{}", fmt::join(items, ", "));
}

/// The value of a new column, in the words of the old table.
std::string value_of(const Changes& changes, const TableChange& change, const Pair<Column>& pair, Direction direction) {
  const auto& to = *pair.to;
  std::string value = "NULL";
  bool may_be_null = true;
  if (pair.from) {
    value = quoted(pair.from->name);
    may_be_null = !pair.from->required;
    if (!stored_alike(*pair.from, to)) {
      value = sql::converted(value, form_of(*pair.from), form_of(to), dialect);
      if (sql::conversion(form_of(*pair.from), form_of(to)) == sql::Conversion::lossy) {
        // What has no counterpart has been agreed to be lost.
        if (to.required && !change.to->join) return fmt::format("coalesce({}, {})", value, fallback(to, dialect));
      }
    }
  } else if (const auto* move = move_into_key(changes, *change.to, to)) {
    value = first_link(*move, quoted(change.to->name) + "." + quoted(change.from->key().name));
  }
  if (!may_be_null || !to.required) return value;
  const auto filled = filling(*change.to, to, dialect, direction);
  if (!filled) return value;
  return value == "NULL" ? filled->value : fmt::format("coalesce({}, {})", value, filled->value);
}

/// Makes values fit that break what their column newly asks for.
std::string fitted(const TableChange& change, const Column& column, Direction direction) {
  const auto name = quoted(column.name);
  if (direction == Direction::up) return name;
  std::vector<std::string> rules;
  for (const auto* check : new_column_checks(change))
    if (check->column == column.name) rules.push_back(sql::to_text(check->expr, dialect) + " IS NOT FALSE");
  if (rules.empty()) return name;
  return fmt::format("CASE WHEN {} THEN {} ELSE {} END", fmt::join(rules, " AND "), name, fallback(column, dialect));
}

constexpr const char* row_number = "$row";

bool has_row_number(const Table& table) {
  return !table.full_text.empty() && table.sequence.empty();
}

}  // namespace

std::vector<std::string> rebuild(const Changes& changes, const TableChange& change, Direction direction) {
  const auto table = change.to->name;
  const auto made = "tenon_new_" + table;
  auto definition = define(*change.to, References::inside);
  definition.table = made;

  std::vector<std::string> names;
  std::vector<std::string> inner;
  std::vector<std::string> outer;
  if (has_row_number(*change.from) && has_row_number(*change.to)) {
    names.push_back(quoted(row_number));
    inner.push_back(quoted(row_number));
    outer.push_back(quoted(row_number));
  }
  bool fits = true;
  for (const auto& column : change.to->columns) {
    const auto* pair = find_new(change, column.name);
    names.push_back(quoted(column.name));
    inner.push_back(value_of(changes, change, *pair, direction));
    outer.push_back(fitted(change, column, direction));
    fits = fits && outer.back() == names.back();
  }
  auto statements = sql::render(definition, dialect);
  const auto insert = fmt::format("INSERT INTO {} ({})\n  SELECT ", quoted(made), list_of(names));
  if (fits) {
    statements.push_back(fmt::format("{}{} FROM {}", insert, list_of(inner), quoted(table)));
  } else {
    for (std::size_t i = 0; i < inner.size(); ++i)
      if (inner[i] != names[i]) inner[i] += " AS " + names[i];
    statements.push_back(
        fmt::format("{}{} FROM (\n  SELECT {} FROM {})", insert, list_of(outer), list_of(inner), quoted(table)));
  }
  if (!change.to->sequence.empty()) {
    // Numbers that were given away are never given again, also where their rows are gone.
    statements.push_back(fmt::format("DELETE FROM sqlite_sequence WHERE name = '{}'", made));
    statements.push_back(
        fmt::format("INSERT INTO sqlite_sequence (name, seq) SELECT '{}', seq FROM sqlite_sequence WHERE name = '{}'",
                    made, table));
  }
  statements.push_back(sql::drop_table(table));
  statements.push_back(sql::rename_table(made, table));
  return statements;
}

}  // namespace tenon::migrate
