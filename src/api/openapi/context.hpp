#pragma once
#include "access/permissions.hpp"
#include "api/openapi/components.hpp"
#include "api/openapi/document.hpp"
#include "api/rest/endpoints.hpp"

#include <string>
#include <vector>

namespace tenon::api::openapi {

/// What the parts of one document share: the Model as the reader of the document may see it, and the components.
class Context {
 public:
  Context(const schema::Model& model, const DocumentOptions& options);

  const schema::Model& model() const { return model_; }
  const DocumentOptions& options() const { return options_; }
  Components& components() { return components_; }
  /// The classes of callers that the document is for: one, or all.
  const std::vector<access::CallerPermissions>& callers() const { return callers_; }

  /// Whether there is something to reach for these callers.
  bool has(const rest::Endpoint& endpoint) const;
  /// Whether the field can be in an answer.
  bool in_answers(const schema::Field& field) const;
  /// Whether a list may be filtered and sorted by the field.
  bool in_queries(const schema::Field& field) const;
  /// Whether the field can be in a body.
  bool in_bodies(const schema::Field& field, rest::BodyUse use, const schema::Field* set_by_path) const;
  /// Whether an answer can have null for a value that is there: a rule with MASK.
  bool may_be_masked(const schema::Field& field) const;

  /// A component's name that no type of the schema has.
  std::string free_name(std::string name) const;

 private:
  const access::FieldPermissions& permissions(const access::CallerPermissions& caller,
                                              const schema::Field& field) const;

  const schema::Model& model_;
  const DocumentOptions& options_;
  std::vector<access::CallerPermissions> callers_;
  Components components_;
};

}  // namespace tenon::api::openapi
