#include "api/graphql/type_system/build.hpp"

#include "api/graphql/type_system/check.hpp"
#include "api/graphql/type_system/definitions.hpp"
#include "lang/graphql/parser.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tenon::api::graphql {
namespace {

/// What the roots are called where no `schema { … }` says.
constexpr std::array common_roots{
    std::pair{ast::OperationType::query, "Query"},
    std::pair{ast::OperationType::mutation, "Mutation"},
    std::pair{ast::OperationType::subscription, "Subscription"},
};

bool names_roots(const ast::Document& document) {
  return std::ranges::any_of(document.definitions, [](const ast::Definition& definition) {
    const auto* schema = std::get_if<ast::SchemaDefinition>(&definition);
    return schema && !schema->operations.empty();
  });
}

}  // namespace

std::expected<TypeSystemPtr, Errors> build_type_system(const ast::Document& document) {
  TypeSystemMaker maker;
  Errors errors;
  add_definitions(document, maker, errors);
  if (!names_roots(document)) {
    for (const auto& [operation, name] : common_roots) {
      const NamedType* type = maker.find_type(name);
      if (type && type->kind == ast::TypeKind::object) maker.set_root(operation, *type);
    }
  }
  if (!errors.empty()) return std::unexpected(std::move(errors));
  TypeSystemPtr types = std::move(maker).finish();
  errors = check_type_system(*types);
  if (!errors.empty()) return std::unexpected(std::move(errors));
  return types;
}

std::expected<TypeSystemPtr, Errors> build_type_system(std::string_view text) {
  ast::ParseOptions options;
  options.max_bytes = 16 << 20;
  options.max_tokens = 4'000'000;
  options.accept = ast::Accept::type_system;
  auto document = ast::parse(std::make_shared<lang::Source>(lang::Source{"schema", std::string(text)}), options);
  if (document) return build_type_system(*document);
  Errors errors;
  for (const lang::Diagnostic& fault : document.error()) {
    Error error;
    error.message = fault.message;
    if (fault.span.source) error.locations.push_back(lang::line_column(*fault.span.source, fault.span.offset));
    errors.push_back(std::move(error));
  }
  return std::unexpected(std::move(errors));
}

}  // namespace tenon::api::graphql
