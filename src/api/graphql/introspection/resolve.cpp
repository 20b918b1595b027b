#include "api/graphql/introspection/resolve.hpp"

#include "api/graphql/coercion/coerce_arguments.hpp"
#include "api/graphql/introspection/selection_plan.hpp"
#include "api/graphql/type_system/print.hpp"
#include "base/json_writer.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace tenon::api::graphql {
namespace {

using Plan = std::vector<PlanMember>;

std::string_view kind_of(const TypeReference& type) {
  if (type.is_non_null()) return "NON_NULL";
  if (type.is_list()) return "LIST";
  switch (type.named().kind) {
    case ast::TypeKind::scalar: return "SCALAR";
    case ast::TypeKind::object: return "OBJECT";
    case ast::TypeKind::interface: return "INTERFACE";
    case ast::TypeKind::union_type: return "UNION";
    case ast::TypeKind::enumeration: return "ENUM";
    case ast::TypeKind::input_object: return "INPUT_OBJECT";
  }
  return {};
}

bool has_fields(const NamedType& type) {
  return type.kind == ast::TypeKind::object || type.kind == ast::TypeKind::interface;
}

/// Writes what a plan asks of each kind of introspection object. Once the answer is too long it writes no more.
class Writer {
 public:
  Writer(const TypeSystem& types, std::string& out, std::size_t most_bytes)
      : types_(types), json_(out), end_(out.size() + most_bytes) {}

  bool is_full() const { return full_; }

  void schema(const Plan& plan) {
    object(plan, [&](const PlanMember& member) {
      const std::string_view name = member.name;
      if (name == "description") return optional_text(types_.description());
      if (name == "types") return list(types_.types(), [&](const NamedType* type) { named(type, member.members); });
      if (name == "queryType") return named(types_.root(ast::OperationType::query), member.members);
      if (name == "mutationType") return named(types_.root(ast::OperationType::mutation), member.members);
      if (name == "subscriptionType") return named(types_.root(ast::OperationType::subscription), member.members);
      if (name == "directives")
        return list(types_.directives(), [&](const Directive* each) { directive(*each, member.members); });
      json_.string(member.type);
    });
  }

  void named(const NamedType* named_type, const Plan& plan) {
    if (!named_type) return json_.null();
    type(TypeReference(*named_type), plan);
  }

 private:
  void type(const TypeReference& reference, const Plan& plan) {
    object(plan, [&](const PlanMember& member) {
      const std::string_view name = member.name;
      if (name == "kind") return json_.string(kind_of(reference));
      if (name == "ofType") {
        if (reference.is_named()) return json_.null();
        return type(reference.unwrapped(), member.members);
      }
      if (name == "__typename") return json_.string(member.type);
      // A list and a `!` have no more to say.
      if (!reference.is_named()) return json_.null();
      named_member(reference.named(), member);
    });
  }

  void named_member(const NamedType& type, const PlanMember& member) {
    const std::string_view name = member.name;
    const auto each_type = [&](const NamedType* each) { named(each, member.members); };
    if (name == "name") return json_.string(type.name);
    if (name == "description") return optional_text(type.description);
    if (name == "specifiedByURL") return optional_text(type.specified_by.value_or(""));
    if (name == "fields" && has_fields(type))
      return members(type.fields, member, [&](const Field& each) { field(each, member.members); });
    if (name == "interfaces" && has_fields(type)) return list(type.interfaces, each_type);
    if (name == "possibleTypes" && type.is_abstract()) return list(type.possible_types, each_type);
    if (name == "enumValues" && type.kind == ast::TypeKind::enumeration)
      return members(type.values, member, [&](const EnumValue& each) { enum_value(each, member.members); });
    if (name == "inputFields" && type.kind == ast::TypeKind::input_object)
      return members(type.input_fields, member, [&](const InputValue& each) { input_value(each, member.members); });
    if (name == "isOneOf" && type.kind == ast::TypeKind::input_object) return json_.boolean(type.one_of);
    json_.null();
  }

  void field(const Field& declared, const Plan& plan) {
    object(plan, [&](const PlanMember& member) {
      if (member.name == "args") return arguments(declared.arguments, member);
      if (member.name == "type") return type(declared.type, member.members);
      common(declared, member);
    });
  }

  void input_value(const InputValue& declared, const Plan& plan) {
    object(plan, [&](const PlanMember& member) {
      if (member.name == "type") return type(declared.type, member.members);
      if (member.name != "defaultValue") return common(declared, member);
      if (!declared.default_value) return json_.null();
      json_.string(print(*declared.default_value));
    });
  }

  void enum_value(const EnumValue& declared, const Plan& plan) {
    object(plan, [&](const PlanMember& member) { common(declared, member); });
  }

  void directive(const Directive& declared, const Plan& plan) {
    object(plan, [&](const PlanMember& member) {
      const std::string_view name = member.name;
      if (name == "name") return json_.string(declared.name);
      if (name == "description") return optional_text(declared.description);
      if (name == "isRepeatable") return json_.boolean(declared.repeatable);
      if (name == "locations")
        return list(declared.locations, [&](const std::string& location) { json_.string(location); });
      if (name == "args") return arguments(declared.arguments, member);
      json_.string(member.type);
    });
  }

  /// What fields, input values and enum values have alike.
  template <typename Declared>
  void common(const Declared& declared, const PlanMember& member) {
    const std::string_view name = member.name;
    if (name == "name") return json_.string(declared.name);
    if (name == "description") return optional_text(declared.description);
    if (name == "isDeprecated") return json_.boolean(declared.deprecated.has_value());
    if (name == "deprecationReason") {
      if (!declared.deprecated) return json_.null();
      return json_.string(*declared.deprecated);
    }
    json_.string(member.type);
  }

  void arguments(const std::vector<InputValue>& declared, const PlanMember& member) {
    members(declared, member, [&](const InputValue& each) { input_value(each, member.members); });
  }

  /// Deprecated ones only where they are asked for.
  template <typename Declared, typename Write>
  void members(const std::vector<Declared>& all, const PlanMember& member, Write write) {
    json_.begin_array();
    for (const Declared& each : all)
      if (!full_ && (member.include_deprecated || !each.deprecated)) write(each);
    json_.end_array();
  }

  template <typename List, typename Write>
  void list(const List& items, Write write) {
    json_.begin_array();
    for (const auto& item : items)
      if (!full_) write(item);
    json_.end_array();
  }

  template <typename Write>
  void object(const Plan& plan, Write write) {
    full_ = full_ || json_.out().size() > end_;
    json_.begin_object();
    if (!full_) {
      for (const PlanMember& member : plan) {
        json_.key(member.key);
        write(member);
      }
    }
    json_.end_object();
  }

  void optional_text(std::string_view text) {
    if (text.empty()) return json_.null();
    json_.string(text);
  }

  const TypeSystem& types_;
  base::JsonWriter json_;
  std::size_t end_;
  bool full_ = false;
};

}  // namespace

std::optional<Error> resolve_introspection(const TypeSystem& types, const FragmentTable& fragments,
                                           const VariableValues& variables, const CollectedField& field,
                                           std::string& out, const IntrospectionLimits& limits) {
  const ast::Field& node = *field.nodes.front();
  const bool whole = node.name.text == types.schema_field().name;
  const Field& declared = whole ? types.schema_field() : types.type_field();
  auto arguments = coerce_arguments(declared.arguments, node.arguments, node.span, variables);
  if (!arguments) return std::move(arguments).error();

  std::optional<Error> error;
  const Plan plan = plan_selection(types, fragments, variables, declared.type.named(), field.nodes, error);
  if (error) return error;
  Writer writer(types, out, limits.bytes);
  if (whole)
    writer.schema(plan);
  else
    writer.named(types.find_type(*arguments->find("name")->string()), plan);
  if (!writer.is_full()) return std::nullopt;
  Error too_long;
  too_long.message = fmt::format("The answer about the schema would be longer than {} bytes.", limits.bytes);
  too_long.locations.push_back(lang::line_column(*node.span.source, node.span.offset));
  return too_long;
}

}  // namespace tenon::api::graphql
