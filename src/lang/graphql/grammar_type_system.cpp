#include "lang/graphql/grammar.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tenon::lang::graphql {
namespace {

constexpr std::array type_kinds{TypeKind::scalar,     TypeKind::object,      TypeKind::interface,
                                TypeKind::union_type, TypeKind::enumeration, TypeKind::input_object};

constexpr std::array<std::string_view, 19> directive_locations{"QUERY",
                                                               "MUTATION",
                                                               "SUBSCRIPTION",
                                                               "FIELD",
                                                               "FRAGMENT_DEFINITION",
                                                               "FRAGMENT_SPREAD",
                                                               "INLINE_FRAGMENT",
                                                               "VARIABLE_DEFINITION",
                                                               "SCHEMA",
                                                               "SCALAR",
                                                               "OBJECT",
                                                               "FIELD_DEFINITION",
                                                               "ARGUMENT_DEFINITION",
                                                               "INTERFACE",
                                                               "UNION",
                                                               "ENUM",
                                                               "ENUM_VALUE",
                                                               "INPUT_OBJECT",
                                                               "INPUT_FIELD_DEFINITION"};

std::optional<Value> parse_description(TokenStream& stream) {
  if (!stream.at(TokenKind::string) && !stream.at(TokenKind::block_string)) return std::nullopt;
  return parse_value(stream, Constness::constant);
}

InputValueDefinition parse_input_value(TokenStream& stream) {
  const std::uint32_t first = stream.current().offset;
  InputValueDefinition input;
  input.description = parse_description(stream);
  input.name = parse_name(stream);
  stream.expect(TokenKind::colon);
  input.type = parse_type(stream);
  if (stream.take_if(TokenKind::equals)) input.default_value = parse_value(stream, Constness::constant);
  input.directives = parse_directives(stream, Constness::constant);
  input.span = stream.span_from(first);
  return input;
}

std::vector<InputValueDefinition> parse_input_values(TokenStream& stream, TokenKind open, TokenKind close) {
  std::vector<InputValueDefinition> inputs;
  stream.optional_many(open, [&] { inputs.push_back(parse_input_value(stream)); }, close);
  return inputs;
}

FieldDefinition parse_field_definition(TokenStream& stream) {
  const std::uint32_t first = stream.current().offset;
  FieldDefinition field;
  field.description = parse_description(stream);
  field.name = parse_name(stream);
  field.arguments = parse_input_values(stream, TokenKind::open_parenthesis, TokenKind::close_parenthesis);
  stream.expect(TokenKind::colon);
  field.type = parse_type(stream);
  field.directives = parse_directives(stream, Constness::constant);
  field.span = stream.span_from(first);
  return field;
}

EnumValueDefinition parse_enum_value(TokenStream& stream) {
  const std::uint32_t first = stream.current().offset;
  EnumValueDefinition value;
  value.description = parse_description(stream);
  if (stream.at_keyword("true") || stream.at_keyword("false") || stream.at_keyword("null")) {
    stream.fail(stream.current(), describe(stream.current()) + " is reserved and cannot be used for an enum value.");
  }
  value.name = parse_name(stream);
  value.directives = parse_directives(stream, Constness::constant);
  value.span = stream.span_from(first);
  return value;
}

std::vector<Name> parse_names_after_implements(TokenStream& stream) {
  std::vector<Name> names;
  if (!stream.take_keyword_if("implements")) return names;
  stream.delimited(TokenKind::ampersand, [&] { names.push_back(parse_name(stream)); });
  return names;
}

std::vector<Name> parse_union_members(TokenStream& stream) {
  std::vector<Name> names;
  if (!stream.take_if(TokenKind::equals)) return names;
  stream.delimited(TokenKind::pipe, [&] { names.push_back(parse_name(stream)); });
  return names;
}

std::vector<FieldDefinition> parse_field_definitions(TokenStream& stream) {
  std::vector<FieldDefinition> fields;
  stream.optional_many(
      TokenKind::open_brace, [&] { fields.push_back(parse_field_definition(stream)); }, TokenKind::close_brace);
  return fields;
}

std::vector<EnumValueDefinition> parse_enum_values(TokenStream& stream) {
  std::vector<EnumValueDefinition> values;
  stream.optional_many(
      TokenKind::open_brace, [&] { values.push_back(parse_enum_value(stream)); }, TokenKind::close_brace);
  return values;
}

bool extends_nothing(const TypeDefinition& type) {
  return type.interfaces.empty() && type.directives.empty() && type.fields.empty() && type.members.empty() &&
         type.values.empty() && type.input_fields.empty();
}

/// After description and `extend`, from the keyword on.
TypeDefinition parse_type_definition(TokenStream& stream, TypeKind kind, Form form) {
  TypeDefinition type;
  type.kind = kind;
  type.form = form;
  stream.expect_keyword(print(kind));
  type.name = parse_name(stream);
  if (kind == TypeKind::object || kind == TypeKind::interface) type.interfaces = parse_names_after_implements(stream);
  type.directives = parse_directives(stream, Constness::constant);
  switch (kind) {
    case TypeKind::scalar: break;
    case TypeKind::object:
    case TypeKind::interface: type.fields = parse_field_definitions(stream); break;
    case TypeKind::union_type: type.members = parse_union_members(stream); break;
    case TypeKind::enumeration: type.values = parse_enum_values(stream); break;
    case TypeKind::input_object:
      type.input_fields = parse_input_values(stream, TokenKind::open_brace, TokenKind::close_brace);
      break;
  }
  if (form == Form::extension && extends_nothing(type)) stream.fail_unexpected();
  return type;
}

SchemaDefinition parse_schema(TokenStream& stream, Form form) {
  SchemaDefinition schema;
  schema.form = form;
  stream.expect_keyword("schema");
  schema.directives = parse_directives(stream, Constness::constant);
  const auto item = [&] {
    const std::uint32_t first = stream.current().offset;
    RootOperation root;
    root.operation = parse_operation_type(stream);
    stream.expect(TokenKind::colon);
    root.type = parse_name(stream);
    root.span = stream.span_from(first);
    schema.operations.push_back(std::move(root));
  };
  if (form == Form::definition) {
    stream.many(TokenKind::open_brace, item, TokenKind::close_brace);
  } else {
    stream.optional_many(TokenKind::open_brace, item, TokenKind::close_brace);
    if (schema.directives.empty() && schema.operations.empty()) stream.fail_unexpected();
  }
  return schema;
}

DirectiveDefinition parse_directive_definition(TokenStream& stream) {
  DirectiveDefinition directive;
  stream.expect_keyword("directive");
  stream.expect(TokenKind::at);
  directive.name = parse_name(stream);
  directive.arguments = parse_input_values(stream, TokenKind::open_parenthesis, TokenKind::close_parenthesis);
  if (stream.take_keyword_if("repeatable")) directive.repeatable = Repeatable::yes;
  stream.expect_keyword("on");
  stream.delimited(TokenKind::pipe, [&] {
    const bool known = std::find(directive_locations.begin(), directive_locations.end(), stream.current().text) !=
                       directive_locations.end();
    if (stream.at(TokenKind::name) && !known) stream.fail_unexpected();
    directive.locations.push_back(parse_name(stream));
  });
  return directive;
}

Definition parse_definition(TokenStream& stream, std::string_view keyword, Form form) {
  if (keyword == "schema") return parse_schema(stream, form);
  for (const TypeKind kind : type_kinds) {
    if (keyword == print(kind)) return parse_type_definition(stream, kind, form);
  }
  return parse_directive_definition(stream);
}

template <typename Node>
void finish(Node& node, std::optional<Value> description, Span span) {
  node.description = std::move(description);
  node.span = std::move(span);
}
void finish(OperationDefinition&, std::optional<Value>, Span) {}
void finish(FragmentDefinition&, std::optional<Value>, Span) {}

Definition parse_described(TokenStream& stream, std::uint32_t first, std::optional<Value> description, Form form) {
  Definition definition = parse_definition(stream, stream.current().text, form);
  std::visit([&](auto& node) { finish(node, std::move(description), stream.span_from(first)); }, definition);
  return definition;
}

}  // namespace

bool is_type_system_keyword(std::string_view word) {
  const auto is_word = [word](TypeKind kind) { return print(kind) == word; };
  return word == "schema" || word == "directive" || std::any_of(type_kinds.begin(), type_kinds.end(), is_word);
}

Definition parse_type_system_definition(TokenStream& stream) {
  const std::uint32_t first = stream.current().offset;
  std::optional<Value> description = parse_description(stream);
  return parse_described(stream, first, std::move(description), Form::definition);
}

Definition parse_type_system_extension(TokenStream& stream) {
  const Token& keyword = stream.lookahead();
  const bool known =
      keyword.kind == TokenKind::name && keyword.text != "directive" && is_type_system_keyword(keyword.text);
  if (!known) {
    const Token unexpected = keyword;
    stream.fail_unexpected(unexpected);
    return TypeDefinition{};
  }
  const Token extend = stream.take();
  return parse_described(stream, extend.offset, std::nullopt, Form::extension);
}

}  // namespace tenon::lang::graphql
