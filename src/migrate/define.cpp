#include "migrate/define.hpp"

#include "migrate/columns.hpp"
#include "migrate/row_checks.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace tenon::migrate {
namespace {

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

sql::CreateTable define_table(const schema::Resource& resource) {
  sql::CreateTable table;
  table.table = resource.table;
  table.full_text = !resource.search.empty();
  for (const auto& field : resource.fields) {
    if (!field->stored()) continue;
    table.columns.push_back(define_column(*field));
    std::ranges::move(define_checks(resource, *field), std::back_inserter(table.checks));
  }
  std::ranges::move(define_row_checks(resource), std::back_inserter(table.checks));
  return table;
}

/// Each link once, whichever side declares it: the pair is the key.
sql::CreateTable define_join_table(const schema::Field& field) {
  const auto key = [](const std::string& column, const schema::Resource& target) {
    sql::ColumnDefinition definition;
    definition.name = column;
    definition.type = stored_type(*target.id);
    definition.not_null = true;
    definition.references = sql::Reference{target.table, target.id->column, sql::ReferenceAction::cascade};
    return definition;
  };
  sql::CreateTable table;
  table.table = field.join.table;
  table.columns = {key(field.join.this_column, *field.owner_type), key(field.join.other_column, *field.target)};
  table.primary_key = {field.join.this_column, field.join.other_column};
  return table;
}

sql::CreateIndex define_index(std::string name, std::string table, std::vector<std::string> columns, bool unique) {
  sql::CreateIndex index;
  index.name = std::move(name);
  index.table = std::move(table);
  index.columns = std::move(columns);
  index.unique = unique;
  return index;
}

class Statements {
 public:
  explicit Statements(sql::Dialect dialect) : dialect_(dialect) {}

  template <typename Definition>
  void add(const Definition& definition) {
    std::ranges::move(sql::render(definition, dialect_), std::back_inserter(all_));
  }

  void add_indexes(const schema::Resource& resource) {
    for (const auto& field : resource.fields) {
      if (!field->stored()) continue;
      const auto name = resource.table + "_" + field->column;
      if (field->unique)
        add(define_index(name + "_key", resource.table, {field->column}, true));
      else if (field->indexed || field->kind == schema::FieldKind::to_one)
        add(define_index(name + "_index", resource.table, with_id(resource, {field->column}), false));
    }
    for (const auto& declared : resource.indexes) {
      std::vector<std::string> columns;
      for (const auto* field : declared.fields) columns.push_back(field->column);
      if (!declared.unique) columns = with_id(resource, std::move(columns));
      add(define_index(declared.name, resource.table, std::move(columns), declared.unique));
    }
  }

  void add_full_text(const schema::Resource& resource) {
    if (resource.search.empty()) return;
    sql::CreateFullText full_text;
    full_text.table = resource.table;
    full_text.key = resource.id->column;
    for (const auto* field : resource.search) full_text.columns.push_back(field->column);
    add(full_text);
  }

  std::vector<std::string> take() { return std::move(all_); }

 private:
  /// The id is every list's last sort key: with it in the index a page is read in order, without sorting.
  static std::vector<std::string> with_id(const schema::Resource& resource, std::vector<std::string> columns) {
    if (std::ranges::find(columns, resource.id->column) == columns.end()) columns.push_back(resource.id->column);
    return columns;
  }

  sql::Dialect dialect_;
  std::vector<std::string> all_;
};

}  // namespace

std::vector<std::string> create_statements(const schema::Model& model, sql::Dialect dialect) {
  Statements statements(dialect);
  const auto resources = creation_order(model);
  for (const auto* resource : resources) statements.add(define_table(*resource));
  std::set<std::string> joins;
  for (const auto& resource : model.resources) {
    for (const auto& field : resource->fields) {
      if (field->kind != schema::FieldKind::many_to_many || !joins.insert(field->join.table).second) continue;
      const auto& join = field->join;
      statements.add(define_join_table(*field));
      // The other direction; the key serves this one.
      statements.add(define_index(join.table + "_" + join.other_column + "_index", join.table,
                                  {join.other_column, join.this_column}, false));
    }
  }
  for (const auto* resource : resources) statements.add_indexes(*resource);
  for (const auto* resource : resources) statements.add_full_text(*resource);
  return statements.take();
}

}  // namespace tenon::migrate
