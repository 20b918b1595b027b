#pragma once
#include "api/graphql/coercion/variable_values.hpp"
#include "api/graphql/error.hpp"
#include "api/graphql/type_system/type_system.hpp"

#include <string_view>
#include <unordered_map>
#include <vector>

/// Which fields of a selection apply (specification 6.3.2, CollectFields). Pure.
namespace tenon::api::graphql {

using FragmentTable = std::unordered_map<std::string_view, const ast::FragmentDefinition*>;
FragmentTable fragments_of(const ast::Document& document);

/// The fields that answer under one key: one, or several whose selections are merged.
struct CollectedField {
  std::string_view key;                  ///< response key
  std::vector<const ast::Field*> nodes;  ///< never empty; after validation all of one name and arguments
};

/// The fields of a selection set for an object of type `runtime`, in the order of the answer; fragments spread out,
/// `@skip` and `@include` applied.
std::vector<CollectedField> collect_fields(const TypeSystem& types, const FragmentTable& fragments,
                                           const VariableValues& variables, const NamedType& runtime,
                                           const ast::SelectionSet& set);

/// The same for the merged selections of all nodes of a collected field.
std::vector<CollectedField> collect_subfields(const TypeSystem& types, const FragmentTable& fragments,
                                              const VariableValues& variables, const NamedType& runtime,
                                              const std::vector<const ast::Field*>& nodes);

/// Whether a selection with these directives takes part. A condition without a value counts as not given.
bool is_included(const std::vector<ast::Directive>& directives, const VariableValues& variables);

/// Variables that decide which fields an operation selects: with their values the selection is always the same.
std::vector<std::string_view> condition_variables(const ast::OperationDefinition& operation,
                                                  const FragmentTable& fragments);

/// The error of a condition that has no value at run time; ask once before collecting.
Errors check_conditions(const ast::OperationDefinition& operation, const FragmentTable& fragments,
                        const VariableValues& variables);

}  // namespace tenon::api::graphql
