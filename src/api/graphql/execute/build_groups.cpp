#include "api/graphql/execute/build.hpp"
#include "query/aggregable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

/// Aggregates: the order of groups, and what is calculated in each.
namespace tenon::api::graphql {
namespace {

using Kind = query::Member::Kind;

struct Calculation {
  std::string_view word;
  Kind kind;
  bool (*fits)(const schema::Field&);
};
constexpr std::array<Calculation, 4> calculations{{
    {"SUM", Kind::sum, query::can_sum},
    {"AVG", Kind::average, query::can_sum},
    {"MIN", Kind::minimum, query::can_compare},
    {"MAX", Kind::maximum, query::can_compare},
}};

}  // namespace

Built<std::vector<query::GroupSort>> Builder::group_sort(const ReadField& field,
                                                         const std::vector<const schema::Field*>& group_by) {
  std::vector<query::GroupSort> keys;
  const auto fault = [&](std::string message) {
    return std::unexpected(error_at(field.node(), base::ErrorCode::bad_request, std::move(message)));
  };
  const auto* wanted = field.argument("sort");
  if (!wanted || !wanted->array()) return keys;
  const auto& type = argument_definition(field, "sort").type.named();
  for (const auto& each : *wanted->array()) {
    query::GroupSort key;
    std::string_view by;
    for (const auto& input : type.input_fields) {
      const auto* value = each.find(input.name);
      if (!value || !value->string()) continue;
      const auto role = schema_meaning(input);
      if (role == InputRole::sort_by) by = *value->string();
      if (role == InputRole::sort_direction) key.descending = *value->string() == "DESC";
      const auto* named = role == InputRole::sort_field ? input.type.named().find_value(*value->string()) : nullptr;
      if (named) key.field = scope_.schema.field_of(*named);
    }
    const auto* calculation = std::ranges::find(calculations, by, &Calculation::word);
    if (by == "COUNT") {
      key.kind = Kind::count;
      if (key.field) return fault("Rows are counted: COUNT takes no field");
    } else if (!key.field) {
      return fault(fmt::format("{} needs a field", by));
    } else if (calculation == calculations.end()) {
      if (std::ranges::find(group_by, key.field) == group_by.end())
        return fault(fmt::format("\"{}\" is not in groupBy", key.field->name));
    } else {
      key.kind = calculation->kind;
      if (!calculation->fits(*key.field)) return fault(fmt::format("\"{}\" has no {}", key.field->name, by));
    }
    keys.push_back(key);
  }
  if (keys.size() <= query::limits::max_sort_keys) return keys;
  return fault(fmt::format("At most {} sort keys", query::limits::max_sort_keys));
}

Built<Builder::Members> Builder::group(const NamedType& type, const Nodes& nodes,
                                       const std::vector<const schema::Field*>& group_by) {
  Members members;
  const auto collected = collect_subfields(scope_.schema.types(), scope_.fragments, scope_.variables, type, nodes);
  TENON_TRY(fields, read_fields(scope_, type, collected));
  for (const auto& field : fields) {
    if (is_typename(field)) {
      members.push_back(typename_member(field.key, type));
      continue;
    }
    query::Member made;
    made.name = field.key;
    if (field.meaning.role == FieldRole::group_count) {
      made.kind = Kind::count;
      members.push_back(std::move(made));
      continue;
    }
    made.kind = Kind::group;
    auto kind = Kind::field;
    if (field.meaning.role == FieldRole::group_sum) kind = Kind::sum;
    if (field.meaning.role == FieldRole::group_average) kind = Kind::average;
    if (field.meaning.role == FieldRole::group_minimum) kind = Kind::minimum;
    if (field.meaning.role == FieldRole::group_maximum) kind = Kind::maximum;
    const auto& part = field.definition->type.named();
    const auto inner = collect_subfields(scope_.schema.types(), scope_.fragments, scope_.variables, part, *field.nodes);
    TENON_TRY(parts, read_fields(scope_, part, inner));
    for (const auto& each : parts) {
      if (is_typename(each)) {
        made.members.push_back(typename_member(each.key, part));
        continue;
      }
      query::Member leaf;
      leaf.name = each.key;
      leaf.kind = kind;
      leaf.field = each.meaning.field;
      if (kind == Kind::field && std::ranges::find(group_by, leaf.field) == group_by.end()) {
        leaf.kind = Kind::constant;
        leaf.text = "null";
      }
      made.members.push_back(std::move(leaf));
    }
    members.push_back(std::move(made));
  }
  return members;
}

}  // namespace tenon::api::graphql
