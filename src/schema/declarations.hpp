#pragma once
#include "lang/graphql/ast.hpp"
#include "schema/faults.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::schema {

/// A type of the user's as all its definitions and extensions together say. Points into the documents.
struct TypeDeclaration {
  lang::graphql::TypeKind kind{};
  lang::graphql::Name name;
  std::string description;
  std::vector<const lang::graphql::Directive*> directives;
  std::vector<const lang::graphql::Name*> interfaces;
  std::vector<const lang::graphql::FieldDefinition*> fields;             ///< object, interface; names unique
  std::vector<const lang::graphql::Name*> members;                       ///< union
  std::vector<const lang::graphql::EnumValueDefinition*> values;         ///< enum; names unique
  std::vector<const lang::graphql::InputValueDefinition*> input_fields;  ///< input; names unique
};

/// Everything that the schema declares, before any of it means something.
struct Declarations {
  std::vector<std::unique_ptr<TypeDeclaration>> types;  ///< in source order; without Query and Mutation
  std::unique_ptr<TypeDeclaration> query;               ///< `type Query` and its extensions; null if there are none
  std::unique_ptr<TypeDeclaration> mutation;            ///< the same
  std::map<std::string, const TypeDeclaration*, std::less<>> by_name;

  const TypeDeclaration* find(std::string_view name) const;
  /// Every name a field may have as type: declared types and scalars. For "did you mean".
  std::vector<std::string_view> type_names() const;
};

/// Merges the definitions of all documents. Faults: duplicate definitions, extensions of nothing or of another kind,
/// reserved names, directives of the user's own. What equals a built-in definition (tenon.graphql) is left out.
Declarations collect_declarations(const std::vector<lang::graphql::Document>& documents, Faults& faults);

/// Whether it is stored and served: `type` with @resource.
bool is_resource(const TypeDeclaration& type);

/// The text of a description, or nothing.
std::string description_text(const std::optional<lang::graphql::Value>& description);

}  // namespace tenon::schema
