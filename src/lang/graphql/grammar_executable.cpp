#include "lang/graphql/grammar.hpp"

#include <utility>

namespace tenon::lang::graphql {
namespace {

SelectionSet parse_selection_set(TokenStream& stream);

std::vector<VariableDefinition> parse_variable_definitions(TokenStream& stream) {
  std::vector<VariableDefinition> variables;
  const auto item = [&] {
    const std::uint32_t first = stream.current().offset;
    VariableDefinition variable;
    stream.expect(TokenKind::dollar);
    variable.name = parse_name(stream);
    variable.name.span = stream.span_from(first);
    stream.expect(TokenKind::colon);
    variable.type = parse_type(stream);
    if (stream.take_if(TokenKind::equals)) variable.default_value = parse_value(stream, Constness::constant);
    variable.directives = parse_directives(stream, Constness::constant);
    variable.span = stream.span_from(first);
    variables.push_back(std::move(variable));
  };
  stream.optional_many(TokenKind::open_parenthesis, item, TokenKind::close_parenthesis);
  return variables;
}

// Selections are read into the place where they stay: they are large, and there are many.

void parse_field(TokenStream& stream, Field& field) {
  const std::uint32_t first = stream.current().offset;
  field.name = parse_name(stream);
  if (stream.take_if(TokenKind::colon)) {
    field.alias = std::move(field.name);
    field.name = parse_name(stream);
  }
  field.arguments = parse_arguments(stream, Constness::variable);
  field.directives = parse_directives(stream, Constness::variable);
  if (stream.at(TokenKind::open_brace)) field.selection_set = parse_selection_set(stream);
  field.span = stream.span_from(first);
}

/// The name of a fragment: any but `on`.
Name parse_fragment_name(TokenStream& stream) {
  if (stream.at_keyword("on")) stream.fail_unexpected();
  return parse_name(stream);
}

void parse_spread_or_inline_fragment(TokenStream& stream, std::vector<Selection>& selections) {
  const Token spread = stream.take();
  const bool has_condition = stream.take_keyword_if("on");
  if (!has_condition && stream.at(TokenKind::name)) {
    auto& fragment = std::get<FragmentSpread>(selections.emplace_back(std::in_place_type<FragmentSpread>));
    fragment.name = parse_fragment_name(stream);
    fragment.directives = parse_directives(stream, Constness::variable);
    fragment.span = stream.span_from(spread.offset);
    return;
  }
  auto& fragment = std::get<InlineFragment>(selections.emplace_back(std::in_place_type<InlineFragment>));
  if (has_condition) fragment.type_condition = parse_name(stream);
  fragment.directives = parse_directives(stream, Constness::variable);
  fragment.selection_set = parse_selection_set(stream);
  fragment.span = stream.span_from(spread.offset);
}

SelectionSet parse_selection_set(TokenStream& stream) {
  const TokenStream::Nesting nesting(stream);
  const std::uint32_t first = stream.current().offset;
  SelectionSet set;
  const auto item = [&] {
    if (stream.at(TokenKind::spread))
      parse_spread_or_inline_fragment(stream, set.selections);
    else
      parse_field(stream, std::get<Field>(set.selections.emplace_back(std::in_place_type<Field>)));
  };
  stream.many(TokenKind::open_brace, item, TokenKind::close_brace);
  set.span = stream.span_from(first);
  return set;
}

}  // namespace

OperationDefinition parse_operation(TokenStream& stream) {
  const std::uint32_t first = stream.current().offset;
  OperationDefinition operation;
  if (!stream.at(TokenKind::open_brace)) {
    operation.type = parse_operation_type(stream);
    if (stream.at(TokenKind::name)) operation.name = parse_name(stream);
    operation.variables = parse_variable_definitions(stream);
    operation.directives = parse_directives(stream, Constness::variable);
  }
  operation.selection_set = parse_selection_set(stream);
  operation.span = stream.span_from(first);
  return operation;
}

FragmentDefinition parse_fragment(TokenStream& stream) {
  const std::uint32_t first = stream.current().offset;
  FragmentDefinition fragment;
  stream.expect_keyword("fragment");
  fragment.name = parse_fragment_name(stream);
  if (stream.options().legacy_fragment_variables) fragment.variables = parse_variable_definitions(stream);
  stream.expect_keyword("on");
  fragment.type_condition = parse_name(stream);
  fragment.directives = parse_directives(stream, Constness::variable);
  fragment.selection_set = parse_selection_set(stream);
  fragment.span = stream.span_from(first);
  return fragment;
}

}  // namespace tenon::lang::graphql
