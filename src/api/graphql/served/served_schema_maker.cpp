#include "api/graphql/served/served_schema_maker.hpp"

#include "api/graphql/served/served_names.hpp"
#include "api/graphql/type_system/built_in.hpp"
#include "api/graphql/type_system/check.hpp"
#include "schema/type_reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace tenon::api::graphql {
namespace {

struct ScalarText {
  std::string_view description;
  std::string_view specified_by;
};

/// Of our scalars: docs/reference/schema.md has the whole.
ScalarText text_of(schema::Scalar scalar) {
  using enum schema::Scalar;
  switch (scalar) {
    case id:
    case string:
    case int32:
    case floating:
    case boolean: return {};
    case big_int:
      return {"A whole number of 64 bits, as a string of digits.", "https://www.rfc-editor.org/rfc/rfc8259#section-6"};
    case decimal:
      return {"An exact decimal number of at most 38 digits, 18 of them after the point, as a string.",
              "https://www.rfc-editor.org/rfc/rfc8259#section-6"};
    case date_time:
      return {"An instant in UTC with microseconds: 2026-01-15T10:30:00.000000Z.",
              "https://www.rfc-editor.org/rfc/rfc3339#section-5.6"};
    case date: return {"A day: 2026-01-15.", "https://www.rfc-editor.org/rfc/rfc3339#section-5.6"};
    case time: return {"A time of day: 10:30:00.", "https://www.rfc-editor.org/rfc/rfc3339#section-5.6"};
    case uuid: return {"A UUID in lower case.", "https://www.rfc-editor.org/rfc/rfc9562"};
    case email: return {"An e-mail address in lower case.", "https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2"};
    case url: return {"An absolute URL.", "https://www.rfc-editor.org/rfc/rfc3986"};
    case json: return {"Any JSON value.", "https://www.rfc-editor.org/rfc/rfc8259"};
    case bytes: return {"Bytes in base64.", "https://www.rfc-editor.org/rfc/rfc4648#section-4"};
  }
  return {};
}

}  // namespace

ServedSchemaMaker::ServedSchemaMaker(schema::ModelPtr model, access::CallerClass caller)
    : made_(new ServedSchema), model_(*model), reach_(*model, caller) {
  made_->model_ = std::move(model);
  made_->caller_ = caller;
  serves_node_ = !model_.find_resource("Node") &&
                 std::ranges::none_of(model_.enums, [](const auto& type) { return type->name == "Node"; });
}

ServedSchemaPtr ServedSchemaMaker::run() {
  add_queries();
  add_mutations();
  // Types were met in the order of their relations.
  std::ranges::sort(made_->nodes_, {}, [&](const schema::Resource* node) {
    return std::ranges::find(model_.resources, node, &std::unique_ptr<schema::Resource>::get);
  });
  made_->types_ = std::move(maker_).finish();
  if (const Errors faults = check_type_system(*made_->types_); !faults.empty())
    throw std::runtime_error("The GraphQL API cannot serve this schema: " + faults.front().message);
  return std::move(made_);
}

std::optional<std::string> ServedSchemaMaker::value_name(const schema::Field& field) {
  if (!field.stored()) return std::nullopt;
  if (field.kind != schema::FieldKind::to_one) return reach_.reads(field) ? std::optional(field.name) : std::nullopt;
  // A field of that name in the schema goes before.
  if (!reach_.reads_key(field) || field.owner_type->find_field(key_field_name(field))) return std::nullopt;
  return key_field_name(field);
}

NamedType* ServedSchemaMaker::known(std::string_view name) {
  const auto found = known_.find(name);
  return found == known_.end() ? nullptr : found->second;
}

NamedType& ServedSchemaMaker::add_type(ast::TypeKind kind, const std::string& name, std::string description) {
  NamedType& type = add_declared_type(kind, name, std::move(description));
  known_[name] = &type;
  return type;
}

NamedType& ServedSchemaMaker::add_declared_type(ast::TypeKind kind, const std::string& name, std::string description) {
  NamedType* type = maker_.add_type(kind, name);
  if (!type)
    throw std::runtime_error(fmt::format(
        "The GraphQL API would have two types called \"{}\": give the type of the schema another name", name));
  type->description = std::move(description);
  return *type;
}

Field& ServedSchemaMaker::add_field(NamedType& type, std::string name, TypeReference field_type, FieldMeaning meaning,
                                    std::string description) {
  if (type.find_field(name))
    throw std::runtime_error(
        fmt::format("The GraphQL API would have two fields called \"{}\" in \"{}\": give the type or "
                    "field of the schema another name",
                    name, type.name));
  Field& field = type.fields.emplace_back();
  field.name = std::move(name);
  field.type = field_type;
  field.description = std::move(description);
  field.meaning = note(meaning);
  return field;
}

InputValue& ServedSchemaMaker::add_argument(Field& field, std::string name, TypeReference type,
                                            std::string description) {
  InputValue& argument = field.arguments.emplace_back();
  argument.name = std::move(name);
  argument.type = type;
  argument.description = std::move(description);
  return argument;
}

InputValue& ServedSchemaMaker::add_input_field(NamedType& type, std::string name, TypeReference field_type,
                                               InputMeaning meaning, std::string description) {
  InputValue& field = type.input_fields.emplace_back();
  field.name = std::move(name);
  field.type = field_type;
  field.description = std::move(description);
  field.meaning = note(meaning);
  return field;
}

std::uint32_t ServedSchemaMaker::note(FieldMeaning meaning) {
  made_->fields_.push_back(meaning);
  return static_cast<std::uint32_t>(made_->fields_.size() - 1);
}

std::uint32_t ServedSchemaMaker::note(InputMeaning meaning) {
  made_->inputs_.push_back(meaning);
  return static_cast<std::uint32_t>(made_->inputs_.size() - 1);
}

TypeReference ServedSchemaMaker::value_type(const schema::Field& field) {
  return field.kind == schema::FieldKind::enumeration ? enum_type(*field.enumeration) : scalar_type(field.scalar);
}

TypeReference ServedSchemaMaker::scalar_type(schema::Scalar scalar) {
  const std::string name(schema::scalar_name(scalar));
  if (is_built_in_scalar(name)) return built_in(name);
  if (const NamedType* made = known(name)) return TypeReference(*made);
  const ScalarText text = text_of(scalar);
  NamedType& type = add_type(ast::TypeKind::scalar, name, std::string(text.description));
  type.specified_by = std::string(text.specified_by);
  return TypeReference(type);
}

TypeReference ServedSchemaMaker::enum_type(const schema::EnumType& declared) {
  if (const auto found = enums_.find(&declared); found != enums_.end()) return TypeReference(*found->second);
  NamedType& type = add_declared_type(ast::TypeKind::enumeration, declared.name, declared.description);
  enums_[&declared] = &type;
  for (std::size_t i = 0; i < declared.values.size(); ++i) {
    const schema::ValueNote note = i < declared.notes.size() ? declared.notes[i] : schema::ValueNote();
    type.values.push_back({declared.values[i], note.description, note.deprecated, no_meaning});
  }
  return TypeReference(type);
}

}  // namespace tenon::api::graphql
