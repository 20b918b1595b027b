#include "api/graphql/coercion/coerce_variables.hpp"

#include "api/graphql/coercion/coerce_input.hpp"
#include "api/graphql/coercion/coerce_leaf.hpp"
#include "api/graphql/coercion/coerce_literal.hpp"

#include <fmt/format.h>

#include <utility>

namespace tenon::api::graphql {
namespace {

class Coercion {
 public:
  Coercion(const TypeSystem& types, const base::Json& given) : types_(types), given_(given) {}

  std::expected<VariableValues, Errors> run(const ast::OperationDefinition& operation) {
    for (const ast::VariableDefinition& definition : operation.variables) {
      if (errors_.size() > max_variable_errors) break;
      variable(definition);
    }
    if (!errors_.empty()) return std::unexpected(std::move(errors_));
    return std::move(values_);
  }

 private:
  void variable(const ast::VariableDefinition& definition) {
    const std::string& name = definition.name.text;
    const TypeReference type = types_.resolve(definition.type);
    if (!type || !type.named().is_input())
      return fault(fmt::format("Variable \"${}\" expected value of type \"{}\" which cannot be used as an input type.",
                               name, ast::print(definition.type)),
                   definition.type.span);
    const base::Json* value = given_.find(name);
    if (!value) return missing(definition, type);
    if (value->is_null() && type.is_non_null())
      return fault(fmt::format("Variable \"${}\" of non-null type \"{}\" must not be null.", name, to_text(type)),
                   definition.span);
    const auto report = [&](const std::string& path, const base::Json& wrong, const std::string& message) {
      std::string text = fmt::format("Variable \"${}\" got invalid value {}", name, inspect(wrong));
      if (!path.empty()) text += fmt::format(" at \"{}{}\"", name, path);
      fault(text + "; " + message, definition.span);
      return errors_.size() <= max_variable_errors;
    };
    if (auto coerced = coerce_input(type, *value, report)) values_.values[name] = std::move(*coerced);
  }

  void missing(const ast::VariableDefinition& definition, TypeReference type) {
    const std::string& name = definition.name.text;
    if (definition.default_value) {
      auto value = coerce_literal(type, *definition.default_value, VariableValues{});
      if (value)
        values_.values[name] = std::move(*value);
      else
        fault(fmt::format("Variable \"${}\" has an invalid default: {}", name, value.error().message),
              value.error().node->span);
    } else if (type.is_non_null()) {
      fault(fmt::format("Variable \"${}\" of required type \"{}\" was not provided.", name, to_text(type)),
            definition.span);
    }
  }

  void fault(std::string message, const lang::Span& span) {
    if (errors_.size() > max_variable_errors) return;
    Error error;
    if (errors_.size() == max_variable_errors) {
      error.message = "Too many errors processing variables, error limit reached. Execution aborted.";
    } else {
      error.message = std::move(message);
      error.locations.push_back(lang::line_column(*span.source, span.offset));
    }
    errors_.push_back(std::move(error));
  }

  const TypeSystem& types_;
  const base::Json& given_;
  VariableValues values_;
  Errors errors_;
};

}  // namespace

std::expected<VariableValues, Errors> coerce_variables(const TypeSystem& types,
                                                       const ast::OperationDefinition& operation,
                                                       const base::Json& variables) {
  return Coercion(types, variables).run(operation);
}

}  // namespace tenon::api::graphql
