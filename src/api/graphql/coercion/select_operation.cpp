#include "api/graphql/coercion/select_operation.hpp"

#include <fmt/format.h>

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

}  // namespace tenon::api::graphql
