#include "api/graphql/coercion/select_operation.hpp"

#include <fmt/format.h>

#include <utility>

namespace tenon::api::graphql {
namespace {

std::unexpected<Error> fault(std::string message) {
  Error error;
  error.message = std::move(message);
  return std::unexpected(std::move(error));
}

}  // namespace

std::expected<const ast::OperationDefinition*, Error> select_operation(const ast::Document& document,
                                                                       const std::optional<std::string>& name) {
  const ast::OperationDefinition* found = nullptr;
  for (const ast::Definition& definition : document.definitions) {
    const auto* operation = std::get_if<ast::OperationDefinition>(&definition);
    if (!operation) continue;
    if (!name) {
      if (found) return fault("Must provide operation name if query contains multiple operations.");
      found = operation;
    } else if (operation->name && operation->name->text == *name) {
      found = operation;
    }
  }
  if (found) return found;
  if (name) return fault(fmt::format("Unknown operation named \"{}\".", *name));
  return fault("Must provide an operation.");
}

std::expected<const NamedType*, Error> root_of(const TypeSystem& types, const ast::OperationDefinition& operation) {
  if (const NamedType* root = types.root(operation.type)) return root;
  Error error;
  error.message = fmt::format("Schema is not configured to execute {} operation.", ast::print(operation.type));
  error.locations.push_back(lang::line_column(*operation.span.source, operation.span.offset));
  return std::unexpected(std::move(error));
}

}  // namespace tenon::api::graphql
