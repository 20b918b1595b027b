#include "api/graphql/served/served_names.hpp"
#include "api/graphql/served/served_schema_maker.hpp"
#include "query/aggregable.hpp"
#include "query/operation.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::api::graphql {

void ServedSchemaMaker::add_aggregate(NamedType& query, const schema::Resource& resource) {
  NamedType& type = add_type(ast::TypeKind::object, resource.name + "Aggregate",
                             fmt::format("What some of the {} come to.", list_field_name(resource)));
  const auto part = [&](std::string name, const NamedType* of, FieldRole role) {
    if (of) add_field(type, std::move(name), TypeReference(*of).non_null(), {role, &resource, nullptr});
  };
  const NamedType* keys = field_enum(resource, "GroupField", "", query::can_group);
  part("group",
       keys ? aggregated_type(resource, "Group",
                              "What the rows of a group have in common; null for what is not grouped by.",
                              query::can_group, &ServedSchemaMaker::value_type)
            : nullptr,
       FieldRole::group_keys);
  add_field(type, "count", built_in("Int").non_null(), {FieldRole::group_count, &resource, nullptr});
  part("sum",
       aggregated_type(resource, "Sum", "Null where there is no value.", query::can_sum, &ServedSchemaMaker::sum_type),
       FieldRole::group_sum);
  part("avg",
       aggregated_type(resource, "Average", "Null where there is no value.", query::can_sum,
                       &ServedSchemaMaker::average_type),
       FieldRole::group_average);
  const NamedType* extremes = aggregated_type(resource, "Extremes", "Null where there is no value.", query::can_compare,
                                              &ServedSchemaMaker::value_type);
  part("min", extremes, FieldRole::group_minimum);
  part("max", extremes, FieldRole::group_maximum);

  Field& field = add_field(query, list_field_name(resource) + "Aggregate",
                           TypeReference(type).non_null().list().non_null(), {FieldRole::aggregate, &resource, nullptr},
                           "One group for all rows, or one for each different value of what they are grouped by.");
  add_argument(field, "filter", TypeReference(*filter_type(resource)));
  if (is_searchable(resource)) add_argument(field, "search", built_in("String"), "Words that a row must have.");
  if (keys) {
    add_argument(field, "groupBy", TypeReference(*keys).non_null().list());
    add_argument(field, "sort", TypeReference(aggregate_sort_type(resource, *keys)).non_null().list(),
                 "What the groups are made by is always the last key.");
  }
  add_argument(field, "first", built_in("Int"), fmt::format("How many groups; at most {}.", query::limits::max_groups));
}

const NamedType& ServedSchemaMaker::aggregate_sort_type(const schema::Resource& resource, const NamedType& keys) {
  NamedType* by = known("AggregateSortBy");
  if (!by) {
    by = &add_type(ast::TypeKind::enumeration, "AggregateSortBy", "");
    by->values = {{"COUNT", "The number of rows; without `field`.", {}, no_meaning},
                  {"GROUP", "What the groups are made by.", {}, no_meaning},
                  {"SUM", {}, {}, no_meaning},
                  {"AVG", {}, {}, no_meaning},
                  {"MIN", {}, {}, no_meaning},
                  {"MAX", {}, {}, no_meaning}};
  }
  NamedType& type = add_type(ast::TypeKind::input_object, resource.name + "AggregateSort", "");
  add_input_field(type, "by", TypeReference(*by).non_null(), {InputRole::sort_by});
  add_input_field(type, "field", TypeReference(keys), {InputRole::sort_field});
  add_sort_direction(type);
  return type;
}

const NamedType* ServedSchemaMaker::aggregated_type(
    const schema::Resource& resource, std::string_view suffix, std::string description,
    bool (*wanted)(const schema::Field& field),
    TypeReference (ServedSchemaMaker::*type_of)(const schema::Field& field)) {
  const auto takes_part = [&](const auto& field) { return wanted(*field) && value_name(*field); };
  if (std::ranges::none_of(resource.fields, takes_part)) return nullptr;
  NamedType& type = add_type(ast::TypeKind::object, resource.name + std::string(suffix), std::move(description));
  for (const auto& field : resource.fields) {
    if (!takes_part(field)) continue;
    add_field(type, *value_name(*field), (this->*type_of)(*field), {FieldRole::aggregated, &resource, field.get()})
        .deprecated = field->deprecated;
  }
  return &type;
}

/// Sums of whole numbers outgrow 32 bits.
TypeReference ServedSchemaMaker::sum_type(const schema::Field& field) {
  return scalar_type(field.scalar == schema::Scalar::int32 ? schema::Scalar::big_int : field.scalar);
}

TypeReference ServedSchemaMaker::average_type(const schema::Field& field) {
  return scalar_type(field.scalar == schema::Scalar::decimal ? schema::Scalar::decimal : schema::Scalar::floating);
}

}  // namespace tenon::api::graphql
