#include "lang/graphql/grammar.hpp"

#include <memory>
#include <utility>

namespace tenon::lang::graphql {
namespace {

Value parse_list(TokenStream& stream, Constness constness) {
  Value value;
  value.kind = ValueKind::list;
  const TokenStream::Nesting nesting(stream);
  const std::uint32_t first = stream.current().offset;
  const auto item = [&] { value.items.push_back(parse_value(stream, constness)); };
  stream.any(TokenKind::open_bracket, item, TokenKind::close_bracket);
  value.span = stream.span_from(first);
  return value;
}

Value parse_object(TokenStream& stream, Constness constness) {
  Value value;
  value.kind = ValueKind::object;
  const TokenStream::Nesting nesting(stream);
  const std::uint32_t first = stream.current().offset;
  const auto item = [&] {
    const std::uint32_t start = stream.current().offset;
    ObjectField field;
    field.name = parse_name(stream);
    stream.expect(TokenKind::colon);
    field.value = parse_value(stream, constness);
    field.span = stream.span_from(start);
    value.fields.push_back(std::move(field));
  };
  stream.any(TokenKind::open_brace, item, TokenKind::close_brace);
  value.span = stream.span_from(first);
  return value;
}

Value parse_variable(TokenStream& stream, Constness constness) {
  Value value;
  value.kind = ValueKind::variable;
  const Token dollar = stream.take();
  if (constness == Constness::constant && !stream.failed()) {
    if (!stream.at(TokenKind::name)) {
      stream.fail_unexpected(dollar);
    } else {
      stream.fail(dollar, "Unexpected variable \"$" + std::string(stream.current().text) + "\" in constant value.");
    }
    return value;
  }
  value.text = parse_name(stream).text;
  value.span = stream.span_from(dollar.offset);
  return value;
}

Value parse_word(TokenStream& stream) {
  Value value;
  const Token word = stream.take();
  value.span = stream.span_of(word);
  if (word.text == "null") return value;
  if (word.text == "true" || word.text == "false") {
    value.kind = ValueKind::boolean;
    value.flag = word.text == "true";
    return value;
  }
  value.kind = ValueKind::enumeration;
  value.text = word.text;
  return value;
}

Value parse_scalar(TokenStream& stream, ValueKind kind) {
  Value value;
  value.kind = kind;
  Token token = stream.take();
  value.span = stream.span_of(token);
  if (kind == ValueKind::string) {
    value.block = token.kind == TokenKind::block_string;
    value.text = std::move(token.decoded);
    value.runs = std::move(token.runs);
  } else {
    value.text = token.text;
  }
  return value;
}

}  // namespace

Name parse_name(TokenStream& stream) {
  if (!stream.at(TokenKind::name)) {
    stream.expect(TokenKind::name);
    return {};
  }
  const Token token = stream.take();
  return {std::string(token.text), stream.span_of(token)};
}

Value parse_value(TokenStream& stream, Constness constness) {
  switch (stream.current().kind) {
    case TokenKind::open_bracket: return parse_list(stream, constness);
    case TokenKind::open_brace: return parse_object(stream, constness);
    case TokenKind::dollar: return parse_variable(stream, constness);
    case TokenKind::name: return parse_word(stream);
    case TokenKind::integer: return parse_scalar(stream, ValueKind::integer);
    case TokenKind::floating: return parse_scalar(stream, ValueKind::floating);
    case TokenKind::string:
    case TokenKind::block_string: return parse_scalar(stream, ValueKind::string);
    case TokenKind::end_of_file:
    case TokenKind::exclamation:
    case TokenKind::ampersand:
    case TokenKind::open_parenthesis:
    case TokenKind::close_parenthesis:
    case TokenKind::spread:
    case TokenKind::colon:
    case TokenKind::equals:
    case TokenKind::at:
    case TokenKind::close_bracket:
    case TokenKind::pipe:
    case TokenKind::close_brace:
    case TokenKind::fault: break;
  }
  stream.fail_unexpected();
  return {};
}

Type parse_type(TokenStream& stream) {
  const TokenStream::Nesting nesting(stream);
  const std::uint32_t first = stream.current().offset;
  Type type;
  if (stream.take_if(TokenKind::open_bracket)) {
    type.kind = TypeReferenceKind::list;
    type.inner = std::make_unique<Type>(parse_type(stream));
    stream.expect(TokenKind::close_bracket);
  } else {
    type.name = parse_name(stream);
  }
  type.span = stream.span_from(first);
  if (!stream.take_if(TokenKind::exclamation)) return type;

  Type required;
  required.kind = TypeReferenceKind::non_null;
  required.inner = std::make_unique<Type>(std::move(type));
  required.span = stream.span_from(first);
  return required;
}

std::vector<Argument> parse_arguments(TokenStream& stream, Constness constness) {
  std::vector<Argument> arguments;
  const auto item = [&] {
    const std::uint32_t first = stream.current().offset;
    Argument argument;
    argument.name = parse_name(stream);
    stream.expect(TokenKind::colon);
    argument.value = parse_value(stream, constness);
    argument.span = stream.span_from(first);
    arguments.push_back(std::move(argument));
  };
  stream.optional_many(TokenKind::open_parenthesis, item, TokenKind::close_parenthesis);
  return arguments;
}

std::vector<Directive> parse_directives(TokenStream& stream, Constness constness) {
  std::vector<Directive> directives;
  while (stream.at(TokenKind::at)) {
    const Token at = stream.take();
    Directive directive;
    directive.name = parse_name(stream);
    directive.arguments = parse_arguments(stream, constness);
    directive.span = stream.span_from(at.offset);
    directives.push_back(std::move(directive));
  }
  return directives;
}

OperationType parse_operation_type(TokenStream& stream) {
  for (const OperationType type : {OperationType::query, OperationType::mutation, OperationType::subscription}) {
    if (stream.take_keyword_if(print(type))) return type;
  }
  if (stream.at(TokenKind::name)) {
    stream.fail_unexpected();
  } else {
    stream.expect(TokenKind::name);
  }
  return OperationType::query;
}

}  // namespace tenon::lang::graphql
