#include "api/graphql/type_system/definitions.hpp"

#include "api/graphql/type_system/built_in.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace tenon::api::graphql {
namespace {

constexpr std::string_view default_deprecation_reason = "No longer supported";

class Reader {
 public:
  Reader(TypeSystemMaker& maker, Errors& errors) : maker_(maker), errors_(errors) {}

  void declare(const ast::TypeDefinition& definition) {
    if (definition.form == ast::Form::extension) return;
    NamedType* type = maker_.add_type(definition.kind, definition.name.text);
    if (!type)
      return fault(fmt::format("There can be only one type named \"{}\".", definition.name.text), definition.name.span);
    type->built_in = definition.kind == ast::TypeKind::scalar && is_built_in_scalar(type->name);
    type->introspection = type->name.starts_with("__");
    type->description = text_of(definition.description);
  }

  void fill(const ast::TypeDefinition& definition) {
    NamedType* type = maker_.find_type(definition.name.text);
    if (!type)
      return fault(fmt::format("Cannot extend type \"{}\" because it is not defined.", definition.name.text),
                   definition.name.span);
    if (type->kind != definition.kind)
      return fault(fmt::format("Type \"{}\" is no {}.", type->name, print(definition.kind)), definition.name.span);
    if (const ast::Directive* url = ast::find_directive(definition.directives, "specifiedBy"))
      type->specified_by = argument_text(*url, "url");
    if (ast::find_directive(definition.directives, "oneOf")) type->one_of = true;
    for (const ast::Name& name : definition.interfaces)
      if (const NamedType* interface = named(name, ast::TypeKind::interface)) type->interfaces.push_back(interface);
    for (const ast::Name& name : definition.members)
      if (const NamedType* member = named(name, ast::TypeKind::object)) type->possible_types.push_back(member);
    for (const ast::FieldDefinition& field : definition.fields) add_field(*type, field);
    for (const ast::InputValueDefinition& field : definition.input_fields)
      if (is_new(type->input_fields, field.name, "field")) add(type->input_fields, field);
    for (const ast::EnumValueDefinition& value : definition.values) add_value(*type, value);
  }

  void add_directive(const ast::DirectiveDefinition& definition) {
    Directive* directive = maker_.add_directive(definition.name.text);
    if (!directive)
      return fault(fmt::format("There can be only one directive named \"@{}\".", definition.name.text),
                   definition.name.span);
    directive->description = text_of(definition.description);
    directive->repeatable = definition.repeatable == ast::Repeatable::yes;
    constexpr std::string_view built_in[] = {"include", "skip", "deprecated", "specifiedBy", "oneOf"};
    directive->built_in = std::ranges::find(built_in, directive->name) != std::end(built_in);
    for (const ast::Name& location : definition.locations) directive->locations.push_back(location.text);
    for (const ast::InputValueDefinition& argument : definition.arguments)
      if (is_new(directive->arguments, argument.name, "argument")) add(directive->arguments, argument);
  }

  void set_roots(const ast::SchemaDefinition& definition) {
    if (definition.description) maker_.set_description(definition.description->text);
    for (const ast::RootOperation& root : definition.operations)
      if (const NamedType* type = named(root.type, ast::TypeKind::object)) maker_.set_root(root.operation, *type);
  }

 private:
  void add_field(NamedType& type, const ast::FieldDefinition& definition) {
    if (!is_new(type.fields, definition.name, "field")) return;
    Field field;
    field.name = definition.name.text;
    field.description = text_of(definition.description);
    field.type = reference(definition.type);
    field.deprecated = deprecation(definition.directives);
    if (field.type && !field.type.named().is_output())
      fault(
          fmt::format("The type of {}.{} must be Output Type but got: {}.", type.name, field.name, to_text(field.type)),
          definition.type.span);
    for (const ast::InputValueDefinition& argument : definition.arguments)
      if (is_new(field.arguments, argument.name, "argument")) add(field.arguments, argument);
    if (field.type) type.fields.push_back(std::move(field));
  }

  void add(std::vector<InputValue>& values, const ast::InputValueDefinition& definition) {
    InputValue value;
    value.name = definition.name.text;
    value.description = text_of(definition.description);
    value.type = reference(definition.type);
    value.default_value = definition.default_value;
    value.deprecated = deprecation(definition.directives);
    if (!value.type) return;
    if (!value.type.named().is_input())
      fault(fmt::format("The type of \"{}\" must be Input Type but got: {}.", value.name, to_text(value.type)),
            definition.type.span);
    values.push_back(std::move(value));
  }

  void add_value(NamedType& type, const ast::EnumValueDefinition& definition) {
    if (!is_new(type.values, definition.name, "value")) return;
    EnumValue value;
    value.name = definition.name.text;
    value.description = text_of(definition.description);
    value.deprecated = deprecation(definition.directives);
    type.values.push_back(std::move(value));
  }

  TypeReference reference(const ast::Type& type) {
    if (type.kind == ast::TypeReferenceKind::named) {
      const NamedType* named = maker_.find_type(type.name.text);
      if (!named) fault(fmt::format("Unknown type \"{}\".", type.name.text), type.name.span);
      return named ? TypeReference(*named) : TypeReference();
    }
    const TypeReference inner = reference(*type.inner);
    if (!inner) return inner;
    if (inner.wrapper_count() >= TypeReference::max_wrappers) {
      fault("A type has too many lists around it.", type.span);
      return {};
    }
    return type.kind == ast::TypeReferenceKind::list ? inner.list() : inner.non_null();
  }

  const NamedType* named(const ast::Name& name, ast::TypeKind wanted) {
    const NamedType* type = maker_.find_type(name.text);
    if (!type)
      fault(fmt::format("Unknown type \"{}\".", name.text), name.span);
    else if (type->kind != wanted)
      fault(fmt::format("\"{}\" must be declared by \"{}\".", name.text, print(wanted)), name.span);
    else
      return type;
    return nullptr;
  }

  template <typename Member>
  bool is_new(const std::vector<Member>& members, const ast::Name& name, std::string_view what) {
    if (std::ranges::find(members, name.text, &Member::name) == members.end()) return true;
    fault(fmt::format("There can be only one {} named \"{}\".", what, name.text), name.span);
    return false;
  }

  static std::string text_of(const std::optional<ast::Value>& description) {
    return description ? description->text : std::string();
  }

  static std::optional<std::string> deprecation(const std::vector<ast::Directive>& directives) {
    const ast::Directive* directive = ast::find_directive(directives, "deprecated");
    if (!directive) return std::nullopt;
    return argument_text(*directive, "reason").value_or(std::string(default_deprecation_reason));
  }

  static std::optional<std::string> argument_text(const ast::Directive& directive, std::string_view name) {
    const ast::Argument* argument = directive.find_argument(name);
    if (!argument || argument->value.kind != ast::ValueKind::string) return std::nullopt;
    return argument->value.text;
  }

  void fault(std::string message, const lang::Span& span) {
    Error error;
    error.message = std::move(message);
    if (span.source) error.locations.push_back(lang::line_column(*span.source, span.offset));
    errors_.push_back(std::move(error));
  }

  TypeSystemMaker& maker_;
  Errors& errors_;
};

}  // namespace

void add_definitions(const ast::Document& document, TypeSystemMaker& maker, Errors& errors) {
  Reader reader(maker, errors);
  // All names first: a reference may go to what stands further down.
  for (const ast::Definition& definition : document.definitions)
    if (const auto* type = std::get_if<ast::TypeDefinition>(&definition)) reader.declare(*type);
  for (const ast::Definition& definition : document.definitions) {
    if (const auto* type = std::get_if<ast::TypeDefinition>(&definition)) reader.fill(*type);
    if (const auto* directive = std::get_if<ast::DirectiveDefinition>(&definition)) reader.add_directive(*directive);
    if (const auto* schema = std::get_if<ast::SchemaDefinition>(&definition)) reader.set_roots(*schema);
  }
}

}  // namespace tenon::api::graphql
