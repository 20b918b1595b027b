#pragma once
#include "api/graphql/served/reach.hpp"
#include "api/graphql/served/served_schema.hpp"
#include "api/graphql/type_system/maker.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tenon::api::graphql {

/// Puts the schema of one class together; a file for each kind of type. Types are made when something first refers to
/// them, so that what nobody can reach is not there.
class ServedSchemaMaker {
 public:
  ServedSchemaMaker(schema::ModelPtr model, access::CallerClass caller);
  ServedSchemaPtr run();

 private:
  // make_roots.cpp
  void add_queries();
  void add_mutations();
  void add_links(const schema::Resource& resource);
  NamedType& mutation_type();

  // make_rows.cpp
  const NamedType& row_type(const schema::Resource& resource);
  const NamedType& connection_type(const schema::Resource& resource);
  const NamedType& edge_type(const schema::Resource& resource);
  const NamedType& page_info_type();
  const NamedType& node_type();
  void fill_row(NamedType& type, const schema::Resource& resource);
  void add_row_field(NamedType& type, const schema::Resource& resource, const schema::Field& field);
  /// filter, sort, first, after, last, before, search.
  void add_page_arguments(Field& field, const schema::Resource& resource);
  bool is_searchable(const schema::Resource& resource);

  // make_filters.cpp
  const NamedType* filter_type(const schema::Resource& resource);
  const NamedType& operators_type(const schema::Field& field);
  const NamedType* sort_type(const schema::Resource& resource);
  void add_sort_direction(NamedType& type);
  /// An enum of the fields that `wanted` accepts; null if there are none.
  const NamedType* field_enum(const schema::Resource& resource, std::string_view suffix, std::string description,
                              bool (*wanted)(const schema::Field& field));

  // make_aggregates.cpp
  /// `keys`: the enum of fields that can group; what can be calculated is among them.
  const NamedType& aggregate_sort_type(const schema::Resource& resource, const NamedType& keys);
  void add_aggregate(NamedType& query, const schema::Resource& resource);
  const NamedType* aggregated_type(const schema::Resource& resource, std::string_view suffix, std::string description,
                                   bool (*wanted)(const schema::Field& field),
                                   TypeReference (ServedSchemaMaker::*type)(const schema::Field& field));
  TypeReference sum_type(const schema::Field& field);
  TypeReference average_type(const schema::Field& field);

  // make_inputs.cpp
  const NamedType* input_type(const schema::Resource& resource, schema::Operation operation);
  /// A row of the list inside the input of the row that has it.
  const NamedType& nested_input_type(const schema::Field& list);
  /// `set`: the field that is not in it because the row around sets it; or null.
  void fill_input(NamedType& type, const schema::Resource& resource, schema::Operation operation,
                  const schema::Field* set);
  const NamedType& payload_type(std::string name, const schema::Resource& resource, FieldRole role);
  const NamedType& error_type();

  // served_schema_maker.cpp
  /// The name under which a field's stored value is served, a key's for a to-one relation; none if it is not.
  std::optional<std::string> value_name(const schema::Field& field);
  /// The type of that name, if it was made here and does not stand in the schema.
  NamedType* known(std::string_view name);
  NamedType& add_type(ast::TypeKind kind, const std::string& name, std::string description);
  /// One that stands in the schema under this name.
  NamedType& add_declared_type(ast::TypeKind kind, const std::string& name, std::string description);
  Field& add_field(NamedType& type, std::string name, TypeReference field_type, FieldMeaning meaning,
                   std::string description = {});
  InputValue& add_argument(Field& field, std::string name, TypeReference type, std::string description = {});
  InputValue& add_input_field(NamedType& type, std::string name, TypeReference field_type, InputMeaning meaning,
                              std::string description = {});
  std::uint32_t note(FieldMeaning meaning);
  std::uint32_t note(InputMeaning meaning);
  /// The bare type of a stored field's values (of a list's elements; of a key).
  TypeReference value_type(const schema::Field& field);
  TypeReference scalar_type(schema::Scalar scalar);
  TypeReference enum_type(const schema::EnumType& type);
  TypeReference built_in(std::string_view name) { return maker_.reference(name); }

  std::shared_ptr<ServedSchema> made_;
  const schema::Model& model_;
  Reach reach_;
  /// Not where the schema has a type of its own called Node.
  bool serves_node_ = true;
  TypeSystemMaker maker_;
  std::map<std::string, NamedType*, std::less<>> known_;
  std::map<const schema::Resource*, NamedType*> rows_;
  std::map<const schema::EnumType*, NamedType*> enums_;
};

}  // namespace tenon::api::graphql
