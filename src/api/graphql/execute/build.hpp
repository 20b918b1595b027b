#pragma once
#include "api/graphql/coercion/coerce_arguments.hpp"
#include "api/graphql/coercion/collect_fields.hpp"
#include "api/graphql/error.hpp"
#include "api/graphql/served/served_schema.hpp"
#include "base/error.hpp"
#include "query/engine.hpp"
#include "query/operation.hpp"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

/// From fields of a valid document to what is wanted of the neck. Types and fields are those of
/// served/served_schema.hpp; only values can be wrong here.
namespace tenon::api::graphql {

template <typename T>
using Built = std::expected<T, Error>;

/// What the fields of one request are read with; everything outlives it.
struct ReadScope {
  const query::Engine& engine;
  const ServedSchema& schema;
  const FragmentTable& fragments;
  const VariableValues& variables;
};

/// A field of the answer with what the type system says of it, and its arguments.
struct ReadField {
  std::string_view key;
  const std::vector<const ast::Field*>* nodes = nullptr;
  const Field* definition = nullptr;
  FieldMeaning meaning;
  ArgumentValues arguments;

  const ast::Field& node() const { return *nodes->front(); }
  /// Null where it is not given or null.
  const base::Json* argument(std::string_view name) const;
};

/// An error of ours at a place in the document; its code is the one of the error table.
Error error_at(const ast::Field& node, base::ErrorCode code, std::string message);

/// The fields of the collected ones, with their arguments.
Built<std::vector<ReadField>> read_fields(const ReadScope& scope, const NamedType& object,
                                          const std::vector<CollectedField>& collected);

/// The arguments of a field, with the values of these variables.
Built<void> read_arguments(const ReadScope& scope, ReadField& field);

/// Members of all levels: how large an answer is.
std::size_t count_members(const std::vector<query::Member>& members);

struct Binding;
using Bindings = std::vector<Binding>;

/// Builds the members of one root field's answer and collects its operands.
class Builder {
 public:
  /// `bindings` gets the operands that variables gave, if it is there.
  Builder(const ReadScope& scope, query::Operation& operation, Bindings* bindings = nullptr)
      : scope_(scope), operation_(operation), bindings_(bindings) {}

  using Members = std::vector<query::Member>;
  using Nodes = std::vector<const ast::Field*>;

  /// Members of a row that these fields select.
  Built<Members> row(const schema::Resource& resource, const Nodes& nodes);
  Built<Members> connection(const schema::Resource& resource, const NamedType& type, const Nodes& nodes);
  /// The page that the arguments of a list field ask for.
  Built<query::Page> page(const schema::Resource& resource, const ReadField& field);
  /// A condition on rows, from an argument called `filter`.
  Built<query::Filter> filter(const ReadField& field);
  Built<std::vector<query::SortKey>> sort(const ReadField& field);
  /// The order of groups, from an argument called `sort`.
  Built<std::vector<query::GroupSort>> group_sort(const ReadField& field,
                                                  const std::vector<const schema::Field*>& group_by);
  /// Members of a group of an aggregate; `group_by` are the fields that have a value in it.
  Built<Members> group(const NamedType& type, const Nodes& nodes, const std::vector<const schema::Field*>& group_by);
  /// Words from an argument called `search`; -1 where there are none.
  Built<query::Operand> search(const ReadField& field);

 private:
  Built<query::Member> row_member(const ReadField& field);
  Built<query::Member> connection_member(const schema::Resource& resource, const ReadField& field);
  Built<Members> edge(const schema::Resource& resource, const ReadField& field);
  Built<std::vector<query::Operand>> cursor(const schema::Resource& resource, const std::vector<query::SortKey>& sort,
                                            const ReadField& field, std::string_view name);
  /// Notes the operand if a variable gave it.
  void note(Binding binding, const ast::Value* literal);
  InputRole schema_meaning(const InputValue& input) const;

  const ReadScope& scope_;
  query::Operation& operation_;
  Bindings* bindings_;
  std::size_t members_ = 0;
};

/// A whole number from an argument; `otherwise` where it is not given.
Built<std::int64_t> count_argument(const ReadField& field, std::string_view name, std::int64_t otherwise,
                                   std::int64_t least, std::int64_t most);

/// What the document has for an argument; null where it has nothing.
const ast::Value* argument_literal(const ReadField& field, std::string_view name);

/// The type of an argument of the field; it has one of that name.
const InputValue& argument_definition(const ReadField& field, std::string_view name);

bool is_typename(const ReadField& field);
query::Member typename_member(std::string_view key, const NamedType& type);

}  // namespace tenon::api::graphql
