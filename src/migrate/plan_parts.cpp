#include "migrate/plan_parts.hpp"

#include "sql/alteration.hpp"

#include <algorithm>
#include <stdexcept>

namespace tenon::migrate {
namespace {

bool is_named(const std::vector<const Table*>& tables, std::string_view name) {
  return std::ranges::any_of(tables, [&](const Table* table) { return table->name == name; });
}

const ForeignKey* key_of(const Table& table, std::string_view column) {
  const auto found = std::ranges::find(table.foreign_keys, column, &ForeignKey::column);
  return found == table.foreign_keys.end() ? nullptr : &*found;
}

bool is_unique(const Table& table, std::string_view column) {
  return std::ranges::any_of(table.indexes, [&](const IndexShape& index) {
    return index.unique && index.columns.size() == 1 && index.columns.front() == column;
  });
}

/// A value for each row of its own, made of its number in the order of the key.
std::optional<std::string> numbered(const Table& table, const Column& column, sql::Dialect dialect) {
  const auto number = "row_number() OVER (ORDER BY " + sql::quoted(table.key().name) + ")";
  const auto start = sql::literal_text(column.filler, column.type, dialect);
  switch (column.type) {
    case sql::Type::int32:
    case sql::Type::int64:
    case sql::Type::floating: return start + " + " + number;
    case sql::Type::text:
      if (column.enumeration) return std::nullopt;
      return start + " || CAST(" + number + " AS TEXT)";
    case sql::Type::uuid: return sql::random_uuid(dialect);
    case sql::Type::boolean:
    case sql::Type::decimal:
    case sql::Type::timestamp:
    case sql::Type::date:
    case sql::Type::time:
    case sql::Type::json:
    case sql::Type::bytes: break;
  }
  return std::nullopt;
}

}  // namespace

Renames ordered(Renames renames) {
  Renames steps;
  std::erase_if(renames, [](const auto& rename) { return rename.first == rename.second; });
  while (!renames.empty()) {
    const auto is_free = [&](const auto& rename) {
      return std::ranges::none_of(renames, [&](const auto& other) { return other.first == rename.second; });
    };
    const auto next = std::ranges::find_if(renames, is_free);
    if (next != renames.end()) {
      steps.push_back(*next);
      renames.erase(next);
      continue;
    }
    auto& first = renames.front();
    const auto aside = "tenon_moved_" + std::to_string(steps.size());
    steps.emplace_back(first.first, aside);
    first.first = aside;
  }
  return steps;
}

sql::StoredForm form_of(const Column& column) {
  sql::StoredForm form;
  form.type = column.type;
  if (!column.list) return form;
  switch (column.scalar) {
    case schema::Scalar::id:
    case schema::Scalar::uuid: form.element = sql::Type::uuid; break;
    case schema::Scalar::string:
    case schema::Scalar::email:
    case schema::Scalar::url: form.element = sql::Type::text; break;
    case schema::Scalar::int32: form.element = sql::Type::int32; break;
    case schema::Scalar::big_int: form.element = sql::Type::int64; break;
    case schema::Scalar::floating: form.element = sql::Type::floating; break;
    case schema::Scalar::boolean: form.element = sql::Type::boolean; break;
    case schema::Scalar::decimal: form.element = sql::Type::decimal; break;
    case schema::Scalar::date_time: form.element = sql::Type::timestamp; break;
    case schema::Scalar::date: form.element = sql::Type::date; break;
    case schema::Scalar::time: form.element = sql::Type::time; break;
    case schema::Scalar::json: form.element = sql::Type::json; break;
    case schema::Scalar::bytes: form.element = sql::Type::bytes; break;
  }
  return form;
}

std::optional<Filling> filling(const Table& table, const Column& column, sql::Dialect dialect, Direction direction) {
  if (column.default_value) return Filling{sql::literal_text(*column.default_value, column.type, dialect), true, false};
  if (column.made_default == schema::Default::Kind::now) return Filling{sql::this_moment(dialect), true, false};
  if (column.made_default) return Filling{sql::random_uuid(dialect), false, false};
  if (direction == Direction::up || !column.required) return std::nullopt;
  if (const auto* key = key_of(table, column.name))
    return Filling{"(SELECT min(" + sql::quoted(key->target) + (dialect == sql::Dialect::postgres ? "::text" : "") +
                       ")" + (dialect == sql::Dialect::postgres && column.type == sql::Type::uuid ? "::uuid" : "") +
                       (dialect == sql::Dialect::postgres && column.type == sql::Type::int64 ? "::bigint" : "") +
                       " FROM " + sql::quoted(key->table) + ")",
                   false, false};
  if (is_unique(table, column.name))
    if (auto value = numbered(table, column, dialect))
      return Filling{std::move(*value), false, column.type != sql::Type::uuid};
  return Filling{sql::literal_text(column.filler, column.type, dialect), true, false};
}

std::string fallback(const Column& column, sql::Dialect dialect) {
  if (!column.required) return "NULL";
  const auto& value = column.default_value ? *column.default_value : column.filler;
  return sql::literal_text(value, column.type, dialect);
}

const Pair<Column>* find_new(const TableChange& change, std::string_view column) {
  for (const auto& pair : change.columns)
    if (pair.to && pair.to->name == column) return &pair;
  return nullptr;
}

std::vector<const Check*> new_column_checks(const TableChange& change) {
  std::vector<const Check*> found;
  for (const auto& pair : change.checks) {
    if (pair.same || !pair.to || pair.to->column.empty()) continue;
    const auto* column = find_new(change, pair.to->column);
    if (column && column->from) found.push_back(pair.to);
  }
  return found;
}

const LinkMove* move_into_key(const Changes& changes, const Table& table, const Column& column) {
  for (const auto& move : changes.moves)
    if (move.kind == LinkMove::Kind::join_to_key && move.row_table == table.name && move.key_column == column.name)
      return &move;
  return nullptr;
}

bool moves_into_join(const Changes& changes, const Table& table, const Column& column) {
  return std::ranges::any_of(changes.moves, [&](const LinkMove& move) {
    return move.kind == LinkMove::Kind::key_to_join && move.row_table == table.name && move.key_column == column.name;
  });
}

std::vector<std::string> losses(const Changes& changes, const TableChange& change, Direction direction) {
  std::vector<std::string> lost;
  const auto add = [&](const Column& column) {
    auto name = change.from->name + "." + column.name;
    if (std::ranges::find(lost, name) == lost.end()) lost.push_back(std::move(name));
  };
  for (const auto& pair : change.columns) {
    if (!pair.from) continue;
    if (!pair.to) {
      if (!moves_into_join(changes, *change.from, *pair.from)) add(*pair.from);
    } else if (!stored_alike(*pair.from, *pair.to) &&
               sql::conversion(form_of(*pair.from), form_of(*pair.to)) != sql::Conversion::safe) {
      add(*pair.from);
    }
  }
  if (direction == Direction::up) return lost;
  for (const auto* check : new_column_checks(change)) add(*find_new(change, check->column)->from);
  return lost;
}

std::vector<const Table*> dropped_first(const Changes& changes) {
  std::vector<const Table*> first;
  for (const auto* table : changes.dropped) {
    const bool taken = is_named(changes.created, table->name) || changes.find_by_new_name(table->name);
    if (!taken) continue;
    for (const auto& move : changes.moves)
      if (move.kind == LinkMove::Kind::join_to_key && move.join_table == table->name)
        throw std::runtime_error("the links of table " + table->name +
                                 " become keys, and something else takes its name: make that two migrations");
    first.push_back(table);
  }
  return first;
}

std::string as_sql(const std::vector<std::string>& statements) {
  std::string text;
  for (const auto& statement : statements) {
    if (!text.empty()) text += '\n';
    text += statement + ";";
  }
  return text;
}

}  // namespace tenon::migrate
