#include "api/graphql/served/served_names.hpp"
#include "api/graphql/served/served_schema_maker.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::api::graphql {
namespace {

/// As in a body of REST: without it the row cannot be made. Where a rule decides whether the field may be sent at all,
/// it is for the engine to ask for it.
bool is_needed(const schema::Field& field) {
  if (!field.stored() || !field.required || field.default_value) return false;
  return std::ranges::none_of(field.rules,
                              [](const schema::Rule& rule) { return rule.operations.has(schema::Operation::create); });
}

}  // namespace

const NamedType* ServedSchemaMaker::input_type(const schema::Resource& resource, schema::Operation operation) {
  const bool creates = operation == schema::Operation::create;
  const auto is_in = [&](const auto& field) {
    return reach_.writes(*field, operation) || (creates && reach_.nests(*field));
  };
  if (std::ranges::none_of(resource.fields, is_in)) return nullptr;
  NamedType& type = add_type(ast::TypeKind::input_object, (creates ? "Create" : "Update") + resource.name + "Input",
                             creates ? "" : "What is not given stays as it is; null clears.");
  fill_input(type, resource, operation, nullptr);
  return &type;
}

const NamedType& ServedSchemaMaker::nested_input_type(const schema::Field& list) {
  const std::string name = list.owner_type->name + capitalised(list.name) + "Input";
  if (const NamedType* made = known(name)) return *made;
  // Registered before it is filled: it may hold itself, further down.
  NamedType& type = add_type(ast::TypeKind::input_object, name, "Created with the row around it, by its own rules.");
  fill_input(type, *list.target, schema::Operation::create, list.inverse);
  return type;
}

void ServedSchemaMaker::fill_input(NamedType& type, const schema::Resource& resource, schema::Operation operation,
                                   const schema::Field* set) {
  const bool creates = operation == schema::Operation::create;
  for (const auto& field : resource.fields) {
    if (creates && reach_.nests(*field)) {
      const TypeReference row(nested_input_type(*field));
      std::string description = field->description;
      if (description.empty()) description = "Rows to create with it.";
      InputValue& made = add_input_field(type, field->name, row.non_null().list(),
                                         {InputRole::input_field, field.get()}, std::move(description));
      made.deprecated = field->deprecated;
      continue;
    }
    if (field.get() == set || !reach_.writes(*field, operation)) continue;
    TypeReference value = value_type(*field);
    if (field->kind == schema::FieldKind::many_to_many)
      value = scalar_type(field->target->id->scalar).non_null().list();
    else if (field->list)
      value = (field->element_required ? value.non_null() : value).list();
    const bool needed = creates && is_needed(*field);
    std::string description = field->description;
    if (description.empty() && field->target)
      description = field->kind == schema::FieldKind::to_one ? "An id." : "Ids: the whole content of the list.";
    InputValue& made = add_input_field(type, field->name, needed ? value.non_null() : value,
                                       {InputRole::input_field, field.get()}, std::move(description));
    // What must be given cannot be deprecated.
    if (!needed) made.deprecated = field->deprecated;
  }
}

const NamedType& ServedSchemaMaker::payload_type(std::string name, const schema::Resource& resource, FieldRole role) {
  NamedType& type = add_type(ast::TypeKind::object, name, "");
  const bool readable = reach_.reads(resource);
  const FieldMeaning meaning{role, &resource, nullptr};
  if (role == FieldRole::payload_row && readable)
    add_field(type, row_field_name(resource), TypeReference(row_type(resource)), meaning,
              "Null when there are errors.");
  if (role == FieldRole::payload_rows && readable)
    add_field(type, list_field_name(resource), TypeReference(row_type(resource)).non_null().list(), meaning,
              "Null when there are errors.");
  if (role == FieldRole::payload_id)
    add_field(type, "deletedId", scalar_type(resource.id->scalar), meaning, "Null when there are errors.");
  add_field(type, "errors", TypeReference(error_type()).non_null().list().non_null(),
            {FieldRole::payload_errors, &resource, nullptr}, "What the input caused; empty when all is well.");
  return type;
}

const NamedType& ServedSchemaMaker::error_type() {
  if (const NamedType* made = known("InputError")) return *made;
  NamedType& type = add_type(ast::TypeKind::object, "InputError", "One fault of an input.");
  add_field(type, "field", built_in("String"), {FieldRole::error_field, nullptr, nullptr},
            "Path in the input: \"title\", or \"0.title\" in a list; null when it is about the whole.");
  add_field(type, "code", built_in("String").non_null(), {FieldRole::error_code, nullptr, nullptr},
            "A stable word: required, length, unique, ...");
  add_field(type, "message", built_in("String").non_null(), {FieldRole::error_message, nullptr, nullptr},
            "For people.");
  return type;
}

}  // namespace tenon::api::graphql
