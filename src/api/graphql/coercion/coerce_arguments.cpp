#include "api/graphql/coercion/coerce_arguments.hpp"

#include "api/graphql/coercion/coerce_literal.hpp"
#include "api/graphql/type_system/print.hpp"

#include <fmt/format.h>

#include <utility>

namespace tenon::api::graphql {
namespace {

Error fault(std::string message, const lang::Span& span) {
  Error error;
  error.message = std::move(message);
  error.locations.push_back(lang::line_column(*span.source, span.offset));
  return error;
}

const ast::Value* find(const std::vector<ast::Argument>& arguments, std::string_view name) {
  for (const ast::Argument& argument : arguments)
    if (argument.name.text == name) return &argument.value;
  return nullptr;
}

/// What one argument comes to: a value, none, or an error.
std::expected<std::optional<base::Json>, Error> coerce(const InputValue& declared, const ast::Value* given,
                                                       const lang::Span& node, const VariableValues& variables) {
  const bool is_variable = given && given->kind == ast::ValueKind::variable;
  const base::Json* value = is_variable ? variables.find(given->text) : nullptr;
  if (!given || (is_variable && !value)) {
    if (declared.default_value) {
      auto coerced = coerce_literal(declared.type, *declared.default_value, VariableValues{});
      if (coerced) return std::move(*coerced);
      return std::unexpected(fault(coerced.error().message, node));
    }
    if (!declared.type.is_non_null()) return std::nullopt;
    const std::string required =
        fmt::format("Argument \"{}\" of required type \"{}\" was ", declared.name, to_text(declared.type));
    if (!given) return std::unexpected(fault(required + "not provided.", node));
    return std::unexpected(fault(
        fmt::format("{}provided the variable \"${}\" which was not provided a runtime value.", required, given->text),
        given->span));
  }
  if (declared.type.is_non_null() && (given->kind == ast::ValueKind::null || (value && value->is_null())))
    return std::unexpected(fault(
        fmt::format("Argument \"{}\" of non-null type \"{}\" must not be null.", declared.name, to_text(declared.type)),
        given->span));
  auto coerced = coerce_literal(declared.type, *given, variables);
  if (coerced) return std::move(*coerced);
  return std::unexpected(fault(
      fmt::format("Argument \"{}\" has invalid value {}. {}", declared.name, print(*given), coerced.error().message),
      coerced.error().node->span));
}

}  // namespace

const base::Json* ArgumentValues::find(std::string_view name) const {
  for (const auto& [key, value] : values)
    if (key == name) return &value;
  return nullptr;
}

std::expected<ArgumentValues, Error> coerce_arguments(const std::vector<InputValue>& declared,
                                                      const std::vector<ast::Argument>& given, const lang::Span& node,
                                                      const VariableValues& variables) {
  ArgumentValues arguments;
  for (const InputValue& each : declared) {
    auto value = coerce(each, find(given, each.name), node, variables);
    if (!value) return std::unexpected(std::move(value).error());
    if (*value) arguments.values.emplace_back(each.name, std::move(**value));
  }
  return arguments;
}

}  // namespace tenon::api::graphql
