#include "query/bulk/import_tables.hpp"

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/time.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace tenon::query::bulk {
namespace {

struct ColumnShape {
  const char* name;
  sql::Type type;
  bool key;
};

constexpr std::array import_columns{
    ColumnShape{"resource", sql::Type::text, true},   ColumnShape{"source", sql::Type::text, true},
    ColumnShape{"bytes", sql::Type::int64, false},    ColumnShape{"lines", sql::Type::int64, false},
    ColumnShape{"stored", sql::Type::int64, false},   ColumnShape{"checksum", sql::Type::text, false},
    ColumnShape{"finished", sql::Type::int64, false}, ColumnShape{"changed_at", sql::Type::timestamp, false}};

constexpr std::array key_columns{
    ColumnShape{"resource", sql::Type::text, true}, ColumnShape{"source", sql::Type::text, true},
    ColumnShape{"line", sql::Type::int64, true},    ColumnShape{"field", sql::Type::text, true},
    ColumnShape{"row_id", sql::Type::text, true},   ColumnShape{"wanted", sql::Type::text, true}};

template <std::size_t Size>
sql::CreateTable define(const char* name, const std::array<ColumnShape, Size>& columns) {
  sql::CreateTable definition;
  definition.table = name;
  for (const auto& shape : columns) {
    sql::ColumnDefinition column;
    column.name = shape.name;
    column.type = shape.type;
    column.not_null = true;
    definition.columns.push_back(std::move(column));
    if (shape.key) definition.primary_key.emplace_back(shape.name);
  }
  return definition;
}

/// column = parameter, for the first `count` columns.
template <std::size_t Size>
sql::ExprPtr matches(const std::array<ColumnShape, Size>& columns, std::size_t count) {
  std::vector<sql::ExprPtr> conditions;
  for (std::size_t i = 0; i < count; ++i)
    conditions.push_back(sql::make(sql::ExprKind::equal, {sql::column({}, columns[i].name, columns[i].type),
                                                          sql::parameter(static_cast<int>(i), columns[i].type)}));
  return sql::all_of(std::move(conditions));
}

template <std::size_t Size>
std::vector<sql::Assignment> assignments(const std::array<ColumnShape, Size>& columns, std::size_t first) {
  std::vector<sql::Assignment> all;
  for (std::size_t i = first; i < Size; ++i)
    all.push_back({columns[i].name, sql::parameter(static_cast<int>(i), columns[i].type)});
  return all;
}

template <std::size_t Size>
sql::Statement select(const char* table, const std::array<ColumnShape, Size>& columns, bool paged,
                      sql::Dialect dialect) {
  sql::Select select;
  select.table = table;
  for (std::size_t i = 2; i < Size; ++i)
    select.outputs.push_back({sql::column({}, columns[i].name, columns[i].type), {}});
  select.where = matches(columns, 2);
  if (paged) {
    for (std::size_t i = 2; i < Size; ++i)
      select.order_by.push_back({sql::column({}, columns[i].name, columns[i].type)});
    select.limit = sql::parameter(2, sql::Type::int64);
    select.offset = sql::parameter(3, sql::Type::int64);
  }
  return sql::render(select, dialect);
}

template <std::size_t Size>
sql::Statement remove(const char* table, const std::array<ColumnShape, Size>& columns, std::size_t count,
                      sql::Dialect dialect) {
  sql::Delete remove;
  remove.table = table;
  remove.where = matches(columns, count);
  return sql::render(remove, dialect);
}

std::int64_t number(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

}  // namespace

ImportTableStatements::ImportTableStatements(sql::Dialect dialect)
    : load(select(table::imports, import_columns, false, dialect)),
      remove(bulk::remove(table::imports, import_columns, 2, dialect)),
      list_keys(select(table::import_keys, key_columns, true, dialect)),
      drop_key(bulk::remove(table::import_keys, key_columns, key_columns.size(), dialect)),
      drop_keys(bulk::remove(table::import_keys, key_columns, 2, dialect)) {
  sql::Insert add;
  add.table = table::imports;
  add.values = assignments(import_columns, 0);
  insert = sql::render(add, dialect);

  sql::Update change;
  change.table = table::imports;
  change.assignments = assignments(import_columns, 2);
  const auto before = sql::parameter(static_cast<int>(import_columns.size()), sql::Type::int64);
  change.where = sql::all_of({matches(import_columns, 2),
                              sql::make(sql::ExprKind::equal, {sql::column({}, "bytes", sql::Type::int64), before})});
  update = sql::render(change, dialect);

  sql::Delete drop;
  drop.table = table::import_keys;
  const auto row = sql::make(sql::ExprKind::equal, {sql::column({}, "row_id"), sql::parameter(2, sql::Type::text)});
  drop.where = sql::all_of({matches(key_columns, 2), row});
  drop_row = sql::render(drop, dialect);

  add.table = table::import_keys;
  add.values = assignments(key_columns, 0);
  add.ignore_conflict = true;
  add_key = sql::render(add, dialect);
}

std::vector<std::string> import_tables(sql::Dialect dialect) {
  auto statements = sql::render(define(table::imports, import_columns), dialect);
  for (auto& statement : sql::render(define(table::import_keys, key_columns), dialect))
    statements.push_back(std::move(statement));
  return statements;
}

std::vector<base::Value> parameters_of(const ImportName& name) {
  return {name.resource, name.source};
}

std::vector<base::Value> parameters_of(const ImportName& name, const ImportState& state) {
  return {name.resource,      name.source,    number(state.place.bytes),    number(state.place.lines),
          number(state.rows), state.checksum, std::int64_t{state.finished}, base::now_micros()};
}

std::vector<base::Value> parameters_of(const ImportName& name, const LateKey& key) {
  return {name.resource, name.source, number(key.line), key.field, key.row, key.key};
}

void FileChecksum::add(std::string_view record) {
  text_ += record;
  text_ = base::hex_encode(base::sha256(text_));
}

}  // namespace tenon::query::bulk
