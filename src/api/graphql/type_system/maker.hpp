#pragma once
#include "api/graphql/type_system/type_system.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace tenon::api::graphql {

/// Puts a TypeSystem together: declare types by name, fill them (references may go to types that are filled later),
/// finish. The built-in scalars and directives and the introspection types are there from the start.
class TypeSystemMaker {
 public:
  TypeSystemMaker();
  TypeSystemMaker(const TypeSystemMaker&) = delete;
  TypeSystemMaker& operator=(const TypeSystemMaker&) = delete;
  ~TypeSystemMaker();

  /// A new, empty type; its address stays. Null if the name is taken.
  NamedType* add_type(ast::TypeKind kind, std::string name);
  /// Null if the name is taken.
  Directive* add_directive(std::string name);
  /// Any type added or built in; null if there is none.
  NamedType* find_type(std::string_view name);
  /// A reference to a type that must be there already.
  TypeReference reference(std::string_view name);

  void set_root(ast::OperationType operation, const NamedType& type);
  void set_description(std::string description);

  /// Makes indexes and possible types. Types no longer change; the maker is spent.
  TypeSystemPtr finish() &&;

 private:
  std::unique_ptr<TypeSystem> made_;
};

}  // namespace tenon::api::graphql
