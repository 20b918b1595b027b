#include "migrate/structure.hpp"

#include "migrate/columns.hpp"
#include "migrate/filler.hpp"
#include "migrate/row_checks.hpp"
#include "schema/naming.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace tenon::migrate {
namespace {

using schema::fit_sql_name;

void visit(const schema::Resource& resource, std::set<const schema::Resource*>& seen,
           std::vector<const schema::Resource*>& order) {
  if (!seen.insert(&resource).second) return;
  for (const auto& field : resource.fields)
    if (field->kind == schema::FieldKind::to_one) visit(*field->target, seen, order);
  order.push_back(&resource);
}

/// Those pointed to come first; of a circle, whichever is reached last.
std::vector<const schema::Resource*> creation_order(const schema::Model& model) {
  std::vector<const schema::Resource*> order;
  std::set<const schema::Resource*> seen;
  for (const auto& resource : model.resources) visit(*resource, seen, order);
  return order;
}

Column make_column(const schema::Resource& resource, const schema::Field& field) {
  Column column;
  column.name = field.column;
  column.field = resource.name + "." + field.name;
  column.type = stored_type(field);
  column.scalar = field.scalar;
  column.list = field.list;
  column.enumeration = field.kind == schema::FieldKind::enumeration;
  column.required = field.required;
  column.is_key = resource.id == &field;
  if (field.default_value && field.default_value->kind == schema::Default::Kind::value) {
    if (!base::is_null(field.default_value->value)) column.default_value = field.default_value->value;
  } else if (field.default_value) {
    column.made_default = field.default_value->kind;
  }
  if (column.required && !column.is_key && field.kind != schema::FieldKind::to_one) column.filler = filler_of(field);
  return column;
}

IndexShape make_index(std::string name, std::vector<std::string> columns, bool unique) {
  return {fit_sql_name(std::move(name)), std::move(columns), unique};
}

/// The id is every list's last sort key: with it in the index a page is read in order, without sorting.
std::vector<std::string> with_id(const schema::Resource& resource, std::vector<std::string> columns) {
  if (std::ranges::find(columns, resource.id->column) == columns.end()) columns.push_back(resource.id->column);
  return columns;
}

void add_indexes(Table& table, const schema::Resource& resource) {
  for (const auto& field : resource.fields) {
    if (!field->stored()) continue;
    const auto name = resource.table + "_" + field->column;
    if (field->unique)
      table.indexes.push_back(make_index(name + "_key", {field->column}, true));
    else if (field->indexed || field->kind == schema::FieldKind::to_one)
      table.indexes.push_back(make_index(name + "_index", with_id(resource, {field->column}), false));
  }
  for (const auto& declared : resource.indexes) {
    std::vector<std::string> columns;
    for (const auto* field : declared.fields) columns.push_back(field->column);
    if (!declared.unique) columns = with_id(resource, std::move(columns));
    table.indexes.push_back(make_index(declared.name, std::move(columns), declared.unique));
  }
}

void add_checks(Table& table, std::vector<sql::CheckDefinition> definitions, const std::string& column) {
  const auto prefix = table.name + "_" + (column.empty() ? "check" : column) + "_";
  for (auto& definition : definitions) {
    Check check;
    check.column = column;
    check.what = definition.name.substr(prefix.size());
    check.name = fit_sql_name(std::move(definition.name));
    check.expr = std::move(definition.expr);
    table.checks.push_back(std::move(check));
  }
}

Table make_table(const schema::Resource& resource) {
  Table table;
  table.name = resource.table;
  table.primary_key = {resource.id->column};
  table.primary_key_name = fit_sql_name(table.name + "_pkey");
  for (const auto& field : resource.fields) {
    if (!field->stored()) continue;
    table.columns.push_back(make_column(resource, *field));
    add_checks(table, define_checks(resource, *field), field->column);
    if (field->kind != schema::FieldKind::to_one) continue;
    table.foreign_keys.push_back({fit_sql_name(table.name + "_" + field->column + "_fkey"), field->column,
                                  field->target->table, field->target->id->column, reference_action(field->on_delete)});
  }
  add_checks(table, define_row_checks(resource), {});
  add_indexes(table, resource);
  if (table.key().type == sql::Type::int64) table.sequence = fit_sql_name(table.name + "_id_seq");
  for (const auto* field : resource.search) table.full_text.push_back(field->column);
  if (!table.full_text.empty()) table.full_text_name = fit_sql_name(table.name + "_search");
  return table;
}

/// Each link once, whichever side declares it: the pair is the key.
Table make_join_table(const schema::Field& field) {
  const auto& join = field.join;
  Table table;
  table.name = join.table;
  table.join = true;
  table.primary_key = {join.this_column, join.other_column};
  table.primary_key_name = fit_sql_name(table.name + "_pkey");
  const auto add_key = [&](const std::string& name, const schema::Resource& target) {
    Column column;
    column.name = name;
    column.field = field.owner_type->name + "." + field.name;
    column.type = stored_type(*target.id);
    column.scalar = target.id->scalar;
    column.required = true;
    table.columns.push_back(std::move(column));
    table.foreign_keys.push_back({fit_sql_name(table.name + "_" + name + "_fkey"), name, target.table,
                                  target.id->column, sql::ReferenceAction::cascade});
  };
  add_key(join.this_column, *field.owner_type);
  add_key(join.other_column, *field.target);
  // The other direction; the key serves this one.
  table.indexes.push_back(
      make_index(join.table + "_" + join.other_column + "_index", {join.other_column, join.this_column}, false));
  return table;
}

void collect_columns(const sql::Expr& expr, std::vector<std::string>& found) {
  if (expr.kind == sql::ExprKind::column && std::ranges::find(found, expr.name) == found.end())
    found.push_back(expr.name);
  for (const auto& child : expr.children) collect_columns(*child, found);
}

}  // namespace

const Column* Table::find(std::string_view column) const {
  const auto found = std::ranges::find(columns, column, &Column::name);
  return found == columns.end() ? nullptr : &*found;
}

const Column& Table::key() const {
  return *find(primary_key.front());
}

const Table* Structure::find(std::string_view table) const {
  const auto found = std::ranges::find(tables, table, &Table::name);
  return found == tables.end() ? nullptr : &*found;
}

Structure structure_of(const schema::Model& model) {
  Structure structure;
  for (const auto* resource : creation_order(model)) structure.tables.push_back(make_table(*resource));
  for (const auto& resource : model.resources) {
    for (const auto& field : resource->fields) {
      if (field->kind != schema::FieldKind::many_to_many || structure.find(field->join.table)) continue;
      structure.tables.push_back(make_join_table(*field));
    }
  }
  return structure;
}

sql::Reference define(const ForeignKey& key) {
  sql::Reference reference;
  reference.table = key.table;
  reference.column = key.target;
  reference.on_delete = key.on_delete;
  reference.name = key.name;
  return reference;
}

sql::ColumnDefinition define(const Table& table, const Column& column, References references) {
  sql::ColumnDefinition definition;
  definition.name = column.name;
  definition.type = column.type;
  definition.not_null = column.required;
  definition.primary_key = column.is_key;
  definition.default_value = column.database_default();
  if (column.is_key) definition.sequence = table.sequence;
  if (references == References::apart) return definition;
  const auto key = std::ranges::find(table.foreign_keys, column.name, &ForeignKey::column);
  if (key != table.foreign_keys.end()) definition.references = define(*key);
  return definition;
}

sql::CreateTable define(const Table& table, References references) {
  sql::CreateTable definition;
  definition.table = table.name;
  definition.full_text = !table.full_text.empty();
  definition.primary_key_name = table.primary_key_name;
  for (const auto& column : table.columns) definition.columns.push_back(define(table, column, references));
  if (table.join) definition.primary_key = table.primary_key;
  for (const auto& check : table.checks) {
    sql::CheckDefinition made;
    made.name = check.name;
    made.expr = check.expr;
    definition.checks.push_back(std::move(made));
  }
  return definition;
}

sql::CreateIndex define(const Table& table, const IndexShape& index) {
  sql::CreateIndex definition;
  definition.name = index.name;
  definition.table = table.name;
  definition.columns = index.columns;
  definition.unique = index.unique;
  return definition;
}

sql::CreateFullText define_full_text(const Table& table) {
  sql::CreateFullText definition;
  definition.table = table.name;
  definition.key = table.key().name;
  definition.columns = table.full_text;
  definition.index = table.full_text_name;
  return definition;
}

std::vector<std::string> columns_of(const sql::ExprPtr& expr) {
  std::vector<std::string> found;
  collect_columns(*expr, found);
  return found;
}

}  // namespace tenon::migrate
