#pragma once
#include "api/graphql/execute/mutation.hpp"
#include "api/graphql/execute/operation_shape.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace tenon::api::graphql {

/// A document that is valid for a class of callers. Of one thread.
struct Prepared {
  ServedSchemaPtr schema;
  ast::Document document;
  FragmentTable fragments;
  std::uint64_t number = 0;  ///< never twice
  bool kept = false;         ///< others may ask for it again
  mutable std::map<const ast::OperationDefinition*, OperationShape> shapes;

  OperationShape& shape_of(const ast::OperationDefinition& operation) const {
    return shapes.try_emplace(&operation, operation, fragments).first->second;
  }
};
using PreparedPtr = std::shared_ptr<const Prepared>;

/// A root field, or why there is none.
struct Step {
  const CollectedField* collected = nullptr;
  const Field* definition = nullptr;
  bool is_typename = false;
  std::unique_ptr<ReadField> field;  ///< the mutation points to it
  std::optional<QueryField> query;
  std::optional<MutationField> mutation;
  std::optional<Error> error;

  std::int64_t price() const;
  std::size_t members() const;
};

/// The root fields of an operation as they are asked of the engine. Serves one request at a time.
struct BuiltOperation {
  PreparedPtr document;
  std::vector<CollectedField> collected;
  std::vector<Step> steps;

  std::int64_t price() const;
  /// Whether other requests of the same shape may use it.
  bool lasting() const;
  /// Makes it one of this request. False: build it anew.
  bool bind(const ExecuteContext& context);
  /// Lets go of what it was given and what came of it.
  void forget();
};

/// The fields of an operation, for the variables of this request. The document's shape learns which of them may change.
std::unique_ptr<BuiltOperation> build_operation(const ExecuteContext& context,
                                                const ast::OperationDefinition& operation, const PreparedPtr& document,
                                                const NamedType& root);

}  // namespace tenon::api::graphql
