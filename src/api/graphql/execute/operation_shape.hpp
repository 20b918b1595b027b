#pragma once
#include "api/graphql/coercion/collect_fields.hpp"
#include "api/graphql/execute/binding.hpp"

#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace tenon::api::graphql {

/// Which variables of an operation merely fill places for values, so that it need not be built anew for other values.
/// A place is known to be one once it was filled in a build; until then the variable's value counts as structure. The
/// document must outlive it. Not thread-safe.
class OperationShape {
 public:
  OperationShape(const ast::OperationDefinition& operation, const FragmentTable& fragments);

  /// Places that a build has filled.
  void learn(const Bindings& bindings);
  /// A field whose arguments are read anew for each request: all that is in them are places.
  void learn_arguments(const std::vector<const ast::Field*>& nodes);
  /// The same text for variables with which the operation is built in the same way.
  std::string of(const VariableValues& variables) const;

 private:
  bool fills_places(const std::string& variable) const;

  const ast::OperationDefinition& operation_;
  std::map<std::string_view, std::vector<const ast::Value*>> uses_;
  std::unordered_set<const ast::Value*> filled_;
};

}  // namespace tenon::api::graphql
