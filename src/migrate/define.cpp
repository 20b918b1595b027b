#include "migrate/define.hpp"

#include "migrate/constraints.hpp"

#include <algorithm>
#include <iterator>

namespace tenon::migrate {
namespace {

sql::ReferenceAction action(schema::OnDelete on_delete) {
  switch (on_delete) {
    case schema::OnDelete::restrict: return sql::ReferenceAction::restrict;
    case schema::OnDelete::cascade: return sql::ReferenceAction::cascade;
    case schema::OnDelete::set_null: return sql::ReferenceAction::set_null;
  }
  return sql::ReferenceAction::restrict;
}

sql::CreateTable resource_table(const schema::Resource& resource) {
  sql::CreateTable table;
  table.table = resource.table;
  for (const auto& field : resource.fields) {
    if (!field->stored()) continue;
    sql::ColumnDefinition column;
    column.name = field->column;
    column.type = column_type(*field);
    column.not_null = field->required;
    column.primary_key = field.get() == resource.id;
    if (field->kind == schema::FieldKind::to_one)
      column.references = sql::Reference{
          .table = field->target->table, .column = field->target->id->column, .on_delete = action(field->on_delete)};
    table.columns.push_back(std::move(column));
    std::ranges::move(constraints_of(*field), std::back_inserter(table.checks));
  }
  return table;
}

/// Each link once, whichever side declares it: the pair is the key, and the other direction has an index.
sql::CreateTable join_table(const schema::Field& field) {
  const auto side = [](const std::string& name, const schema::Resource& resource) {
    sql::ColumnDefinition column;
    column.name = name;
    column.type = column_type(*resource.id);
    column.not_null = true;
    column.references = sql::Reference{
        .table = resource.table, .column = resource.id->column, .on_delete = sql::ReferenceAction::cascade};
    return column;
  };
  sql::CreateTable table;
  table.table = field.join.table;
  table.columns = {side(field.join.this_column, *field.owner_type), side(field.join.other_column, *field.target)};
  table.primary_key = {field.join.this_column, field.join.other_column};
  return table;
}

void add_indexes(const schema::Resource& resource, std::vector<sql::CreateIndex>& indexes) {
  const auto add = [&](std::string name, std::vector<std::string> columns, bool unique) {
    // The id is every list's last sort key: with it in the index a page is read in order, without sorting.
    if (!unique && std::ranges::find(columns, resource.id->column) == columns.end())
      columns.push_back(resource.id->column);
    indexes.push_back(
        {.name = std::move(name), .table = resource.table, .columns = std::move(columns), .unique = unique});
  };
  for (const auto& field : resource.fields) {
    if (!field->stored()) continue;
    if (field->unique)
      add(resource.table + "_" + field->column + "_key", {field->column}, true);
    else if (field->indexed || field->kind == schema::FieldKind::to_one)
      add(resource.table + "_" + field->column + "_index", {field->column}, false);
  }
  for (const auto& index : resource.indexes) {
    std::vector<std::string> columns;
    for (const auto* field : index.fields) columns.push_back(field->column);
    add(index.name, std::move(columns), index.unique);
  }
}

}  // namespace

sql::Type column_type(const schema::Field& field) {
  if (field.list) return sql::Type::json;
  if (field.kind == schema::FieldKind::enumeration) return sql::Type::text;
  switch (field.scalar) {
    case schema::Scalar::id:
    case schema::Scalar::uuid: return sql::Type::uuid;
    case schema::Scalar::string:
    case schema::Scalar::email:
    case schema::Scalar::url: return sql::Type::text;
    case schema::Scalar::int32: return sql::Type::int32;
    case schema::Scalar::floating: return sql::Type::floating;
    case schema::Scalar::boolean: return sql::Type::boolean;
    case schema::Scalar::big_int: return sql::Type::int64;
    case schema::Scalar::decimal: return sql::Type::decimal;
    case schema::Scalar::date_time: return sql::Type::timestamp;
    case schema::Scalar::date: return sql::Type::date;
    case schema::Scalar::time: return sql::Type::time;
    case schema::Scalar::json: return sql::Type::json;
    case schema::Scalar::bytes: return sql::Type::bytes;
  }
  return sql::Type::text;
}

std::vector<std::string> create_statements(const schema::Model& model, sql::Dialect dialect) {
  std::vector<std::string> statements;
  const auto append = [&](std::vector<std::string> more) { std::ranges::move(more, std::back_inserter(statements)); };
  std::vector<std::string> joined;
  std::vector<sql::CreateIndex> indexes;
  for (const auto& resource : model.resources) {
    append(sql::render(resource_table(*resource), dialect));
    add_indexes(*resource, indexes);
  }
  for (const auto& resource : model.resources) {
    for (const auto& field : resource->fields) {
      if (field->kind != schema::FieldKind::many_to_many ||
          std::ranges::find(joined, field->join.table) != joined.end())
        continue;
      joined.push_back(field->join.table);
      append(sql::render(join_table(*field), dialect));
      indexes.push_back({.name = field->join.table + "_" + field->join.other_column + "_index",
                         .table = field->join.table,
                         .columns = {field->join.other_column, field->join.this_column},
                         .unique = false});
    }
  }
  for (const auto& index : indexes) append(sql::render(index, dialect));
  for (const auto& resource : model.resources) {
    if (resource->search.empty()) continue;
    sql::CreateFullText full_text{.table = resource->table, .key = resource->id->column, .columns = {}};
    for (const auto* field : resource->search) full_text.columns.push_back(field->column);
    append(sql::render(full_text, dialect));
  }
  return statements;
}

}  // namespace tenon::migrate
