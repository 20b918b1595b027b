#pragma once
#include "access/access.hpp"
#include "api/graphql/served/meaning.hpp"
#include "api/graphql/type_system/type_system.hpp"

#include <memory>
#include <vector>

namespace tenon::api::graphql {

/// The GraphQL schema that one class of callers sees, and what its parts mean. What a rule closes to the whole class is
/// not in it, so that a hidden name is an unknown name. Immutable, shared by all threads; keeps its Model alive.
class ServedSchema {
 public:
  const TypeSystem& types() const { return *types_; }
  const schema::Model& model() const { return *model_; }
  access::CallerClass caller() const { return caller_; }

  const FieldMeaning& meaning(const Field& field) const { return fields_[field.meaning]; }
  const InputMeaning& meaning(const InputValue& value) const { return inputs_[value.meaning]; }
  /// The resource that a type of rows stands for; null for all other types.
  const schema::Resource* resource_of(const NamedType& type) const { return resources_[type.meaning]; }
  /// The field that a value of PostSortField or PostGroupField names; a to-one stands for its key.
  const schema::Field* field_of(const EnumValue& value) const { return enum_fields_[value.meaning]; }
  /// The type of a resource's rows; null if the class may not read them.
  const NamedType* type_of(const schema::Resource& resource) const;
  /// What node(id) looks through, in this order: ids of different resources differ unless a client chose them.
  const std::vector<const schema::Resource*>& nodes() const { return nodes_; }

 private:
  friend class ServedSchemaMaker;
  ServedSchema() = default;

  schema::ModelPtr model_;
  access::CallerClass caller_;
  TypeSystemPtr types_;
  std::vector<FieldMeaning> fields_{1};  ///< the first of each is no_meaning
  std::vector<InputMeaning> inputs_{1};
  std::vector<const schema::Resource*> resources_{1};
  std::vector<const schema::Field*> enum_fields_{1};
  std::vector<const schema::Resource*> nodes_;
};
using ServedSchemaPtr = std::shared_ptr<const ServedSchema>;

/// Makes the schema of one class. Throws std::runtime_error with one sentence if two things would have one name.
ServedSchemaPtr make_served_schema(schema::ModelPtr model, access::CallerClass caller);

/// A signed-in caller with every role of the schema: nobody sees more.
access::CallerClass every_role(const schema::Model& model);

/// The schemas of the classes that have called lately, each made once. Thread-safe by one lock, so keep what it gives
/// beside the plans of a loop instead of asking for each request.
class ServedSchemas {
 public:
  static constexpr std::size_t most_classes = 64;

  explicit ServedSchemas(schema::ModelPtr model);
  ~ServedSchemas();
  ServedSchemaPtr for_class(access::CallerClass caller);

 private:
  struct Cache;
  std::unique_ptr<Cache> cache_;
};

}  // namespace tenon::api::graphql
