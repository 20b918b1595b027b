#include "api/graphql/served/served_names.hpp"
#include "api/graphql/served/served_schema_maker.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::api::graphql {

const NamedType& ServedSchemaMaker::row_type(const schema::Resource& resource) {
  if (const auto found = rows_.find(&resource); found != rows_.end()) return *found->second;
  NamedType& type = add_declared_type(ast::TypeKind::object, resource.name, resource.description);
  rows_[&resource] = &type;
  made_->resources_.push_back(&resource);
  type.meaning = static_cast<std::uint32_t>(made_->resources_.size() - 1);
  fill_row(type, resource);
  return type;
}

void ServedSchemaMaker::fill_row(NamedType& type, const schema::Resource& resource) {
  for (const auto& field : resource.fields) add_row_field(type, resource, *field);
  const schema::Field& id = *resource.id;
  // The interface asks for `id: ID!`; rows with other keys are not found by node(id).
  if (!serves_node_ || id.scalar != schema::Scalar::id || !reach_.reads(id) || !is_always_readable(id)) return;
  type.interfaces.push_back(&node_type());
  made_->nodes_.push_back(&resource);
}

void ServedSchemaMaker::add_row_field(NamedType& type, const schema::Resource& resource, const schema::Field& field) {
  const bool never_masked = is_always_readable(field);
  const auto non_null_if = [](TypeReference reference, bool condition) {
    return condition ? reference.non_null() : reference;
  };
  switch (field.kind) {
    case schema::FieldKind::scalar:
    case schema::FieldKind::enumeration: {
      if (!reach_.reads(field)) return;
      TypeReference value = value_type(field);
      if (field.list) value = non_null_if(value, field.element_required).list();
      add_field(type, field.name, non_null_if(value, field.required && never_masked),
                {FieldRole::value, &resource, &field}, field.description)
          .deprecated = field.deprecated;
      return;
    }
    case schema::FieldKind::to_one: {
      if (const auto name = value_name(field))
        add_field(type, *name, non_null_if(scalar_type(field.scalar), field.required && never_masked),
                  {FieldRole::key, &resource, &field}, fmt::format("The id of `{}`.", field.name))
            .deprecated = field.deprecated;
      if (!reach_.reads(field)) return;
      const TypeReference row(row_type(*field.target));
      add_field(type, field.name, non_null_if(row, field.required && never_masked && is_always_readable(*field.target)),
                {FieldRole::to_one, &resource, &field}, field.description)
          .deprecated = field.deprecated;
      return;
    }
    case schema::FieldKind::to_many:
    case schema::FieldKind::many_to_many: {
      if (!reach_.reads(field)) return;
      const TypeReference page(connection_type(*field.target));
      Field& made = add_field(type, field.name, non_null_if(page, never_masked),
                              {FieldRole::list_connection, field.target, &field}, field.description);
      made.deprecated = field.deprecated;
      add_page_arguments(made, *field.target);
      return;
    }
  }
}

void ServedSchemaMaker::add_page_arguments(Field& field, const schema::Resource& resource) {
  if (const NamedType* filter = filter_type(resource)) add_argument(field, "filter", TypeReference(*filter));
  if (const NamedType* sort = sort_type(resource))
    add_argument(field, "sort", TypeReference(*sort).non_null().list(), "The id is always the last key.");
  const TypeReference count = built_in("Int");
  const TypeReference cursor = built_in("String");
  add_argument(field, "first", count, fmt::format("At most {}.", resource.max_page_size));
  add_argument(field, "after", cursor);
  add_argument(field, "last", count);
  add_argument(field, "before", cursor);
  if (is_searchable(resource)) add_argument(field, "search", built_in("String"), "Words that a row must have.");
}

bool ServedSchemaMaker::is_searchable(const schema::Resource& resource) {
  return !resource.search.empty() &&
         std::ranges::all_of(resource.search, [&](const schema::Field* field) { return reach_.reads(*field); });
}

const NamedType& ServedSchemaMaker::connection_type(const schema::Resource& resource) {
  const std::string name = resource.name + "Connection";
  if (const NamedType* made = known(name)) return *made;
  NamedType& type = add_type(ast::TypeKind::object, name, fmt::format("A page of {}.", list_field_name(resource)));
  const TypeReference row = TypeReference(row_type(resource)).non_null();
  const TypeReference edge = TypeReference(edge_type(resource)).non_null();
  add_field(type, "edges", edge.list().non_null(), {FieldRole::edges, &resource, nullptr});
  add_field(type, "nodes", row.list().non_null(), {FieldRole::nodes, &resource, nullptr},
            "The rows without their cursors.");
  add_field(type, "pageInfo", TypeReference(page_info_type()).non_null(), {FieldRole::page_info, &resource, nullptr});
  add_field(type, "totalCount", built_in("Int").non_null(), {FieldRole::total_count, &resource, nullptr},
            "On all pages together; counted only when it is asked for.");
  return type;
}

const NamedType& ServedSchemaMaker::edge_type(const schema::Resource& resource) {
  NamedType& type = add_type(ast::TypeKind::object, resource.name + "Edge", "");
  add_field(type, "cursor", built_in("String").non_null(), {FieldRole::edge_cursor, &resource, nullptr});
  add_field(type, "node", TypeReference(row_type(resource)).non_null(), {FieldRole::edge_node, &resource, nullptr});
  return type;
}

const NamedType& ServedSchemaMaker::page_info_type() {
  if (const NamedType* made = known("PageInfo")) return *made;
  NamedType& type = add_type(ast::TypeKind::object, "PageInfo", "Where a page stands among the others.");
  const TypeReference flag = built_in("Boolean").non_null();
  add_field(type, "hasNextPage", flag, {FieldRole::has_next_page, nullptr, nullptr});
  add_field(type, "hasPreviousPage", flag, {FieldRole::has_previous_page, nullptr, nullptr});
  add_field(type, "startCursor", built_in("String"), {FieldRole::start_cursor, nullptr, nullptr});
  add_field(type, "endCursor", built_in("String"), {FieldRole::end_cursor, nullptr, nullptr});
  return type;
}

const NamedType& ServedSchemaMaker::node_type() {
  if (const NamedType* made = known("Node")) return *made;
  NamedType& type = add_type(ast::TypeKind::interface, "Node", "A row with an id of its own.");
  add_field(type, "id", built_in("ID").non_null(), {FieldRole::value, nullptr, nullptr});
  return type;
}

}  // namespace tenon::api::graphql
