#include "api/graphql/served/served_names.hpp"
#include "api/graphql/served/served_schema_maker.hpp"
#include "query/operation.hpp"

#include <fmt/format.h>

namespace tenon::api::graphql {

void ServedSchemaMaker::add_queries() {
  NamedType& query = add_type(ast::TypeKind::object, "Query", "");
  maker_.set_root(ast::OperationType::query, query);
  for (const auto& resource : model_.resources) {
    if (!reach_.reads(*resource)) continue;
    const NamedType& row = row_type(*resource);
    if (reach_.reads(*resource->id)) {
      Field& one =
          add_field(query, row_field_name(*resource), TypeReference(row), {FieldRole::row, resource.get(), nullptr},
                    "Null if there is none, or none for this caller.");
      add_argument(one, "id", scalar_type(resource->id->scalar).non_null());
    }
    const TypeReference page(connection_type(*resource));
    add_page_arguments(
        add_field(query, list_field_name(*resource), page.non_null(), {FieldRole::connection, resource.get(), nullptr}),
        *resource);
    add_aggregate(query, *resource);
  }
  if (model_.account && reach_.reads(*model_.account->resource)) {
    const schema::Resource& account = *model_.account->resource;
    add_field(query, "me", TypeReference(row_type(account)), {FieldRole::me, &account, nullptr},
              "The caller's own account; null for the anonymous.");
  }
  if (!made_->nodes_.empty()) {
    Field& node = add_field(query, "node", TypeReference(node_type()), {FieldRole::node, nullptr, nullptr},
                            "The row of that id, whatever it is.");
    add_argument(node, "id", built_in("ID").non_null());
  }
  if (query.fields.empty())
    add_field(query, "nothing", built_in("Boolean"), {FieldRole::nothing, nullptr, nullptr},
              "Always null: this caller can read nothing.");
}

void ServedSchemaMaker::add_mutations() {
  for (const auto& resource : model_.resources) {
    const std::string& name = resource->name;
    if (reach_.creates(*resource)) {
      const NamedType* input = input_type(*resource, schema::Operation::create);
      const NamedType& payload = payload_type("Create" + name + "Payload", *resource, FieldRole::payload_row);
      Field& one = add_field(mutation_type(), "create" + name, TypeReference(payload).non_null(),
                             {FieldRole::create, resource.get(), nullptr});
      if (input) {
        add_argument(one, "input", TypeReference(*input).non_null());
        const std::string many_name = "Create" + capitalised(list_field_name(*resource));
        const NamedType& many_payload = payload_type(many_name + "Payload", *resource, FieldRole::payload_rows);
        Field& many =
            add_field(mutation_type(), "create" + capitalised(list_field_name(*resource)),
                      TypeReference(many_payload).non_null(), {FieldRole::create_many, resource.get(), nullptr},
                      fmt::format("All or none; at most {}.", query::limits::max_rows_in));
        add_argument(many, "input", TypeReference(*input).non_null().list().non_null());
      }
    }
    if (reach_.updates(*resource)) {
      if (const NamedType* input = input_type(*resource, schema::Operation::update)) {
        const NamedType& payload = payload_type("Update" + name + "Payload", *resource, FieldRole::payload_row);
        Field& field = add_field(mutation_type(), "update" + name, TypeReference(payload).non_null(),
                                 {FieldRole::update, resource.get(), nullptr});
        add_argument(field, "id", scalar_type(resource->id->scalar).non_null());
        add_argument(field, "input", TypeReference(*input).non_null());
      }
      add_links(*resource);
    }
    if (reach_.removes(*resource)) {
      const NamedType& payload = payload_type("Delete" + name + "Payload", *resource, FieldRole::payload_id);
      Field& field = add_field(mutation_type(), "delete" + name, TypeReference(payload).non_null(),
                               {FieldRole::remove, resource.get(), nullptr});
      add_argument(field, "id", scalar_type(resource->id->scalar).non_null());
    }
  }
}

/// Not there while nobody of the class can change anything.
NamedType& ServedSchemaMaker::mutation_type() {
  if (NamedType* made = known("Mutation")) return *made;
  NamedType& type = add_type(ast::TypeKind::object, "Mutation", "Several run in order, each on its own.");
  maker_.set_root(ast::OperationType::mutation, type);
  return type;
}

void ServedSchemaMaker::add_links(const schema::Resource& resource) {
  for (const auto& field : resource.fields) {
    if (field->kind != schema::FieldKind::many_to_many || !reach_.writes(*field, schema::Operation::update) ||
        !reach_.reads(*field->target))
      continue;
    const std::string suffix = resource.name + capitalised(field->name);
    const TypeReference id = scalar_type(resource.id->scalar).non_null();
    const TypeReference ids = scalar_type(field->target->id->scalar).non_null().list().non_null();
    const NamedType& payload = payload_type("Link" + suffix + "Payload", resource, FieldRole::payload_row);
    const auto add = [&](const std::string& name, FieldRole role, std::string description) {
      Field& made = add_field(mutation_type(), name, TypeReference(payload).non_null(), {role, &resource, field.get()},
                              std::move(description));
      add_argument(made, "id", id);
      InputValue& argument =
          add_argument(made, field->name, ids, fmt::format("At most {}.", query::limits::max_links_in));
      argument.meaning = note(InputMeaning{InputRole::link_ids, field.get()});
    };
    add("link" + suffix, FieldRole::link, "Adds to the list; what is in it already stays.");
    add("unlink" + suffix, FieldRole::unlink, "Takes out of the list; the rows themselves stay.");
  }
}

}  // namespace tenon::api::graphql
