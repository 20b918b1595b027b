#include "api/graphql/served/served_names.hpp"
#include "api/graphql/served/served_schema_maker.hpp"
#include "api/rest/parse/operators.hpp"

#include <fmt/format.h>

#include <array>

namespace tenon::api::graphql {
namespace {

using query::Comparison;

struct Operator {
  std::string_view name;
  Comparison comparison;
  std::string_view description;
};
/// The words of REST, but `has` where a list is meant.
constexpr std::array operators{
    Operator{"eq", Comparison::equal, ""},
    Operator{"ne", Comparison::not_equal, ""},
    Operator{"lt", Comparison::less, ""},
    Operator{"lte", Comparison::less_equal, ""},
    Operator{"gt", Comparison::greater, ""},
    Operator{"gte", Comparison::greater_equal, ""},
    Operator{"in", Comparison::in, ""},
    Operator{"nin", Comparison::not_in, ""},
    Operator{"contains", Comparison::contains, ""},
    Operator{"startsWith", Comparison::starts_with, ""},
    Operator{"endsWith", Comparison::ends_with, ""},
    Operator{"has", Comparison::has_element, "The list has this element."},
    Operator{"isNull", Comparison::is_null, ""},
};

bool fits(const schema::Field& field, Comparison comparison) {
  // REST calls both `contains`.
  if (comparison == Comparison::contains && field.list) return false;
  return rest::operator_fits(field, comparison);
}

bool is_sortable(const schema::Field& field) {
  if (!field.stored() || field.list) return false;
  return field.kind != schema::FieldKind::scalar ||
         (field.scalar != schema::Scalar::json && field.scalar != schema::Scalar::bytes);
}

}  // namespace

const NamedType* ServedSchemaMaker::filter_type(const schema::Resource& resource) {
  const std::string name = resource.name + "Filter";
  if (const NamedType* made = known(name)) return made;
  NamedType& type = add_type(ast::TypeKind::input_object, name, "All that is given must hold.");
  const TypeReference filters = TypeReference(type).non_null().list();
  add_input_field(type, "and", filters, {InputRole::all_of});
  add_input_field(type, "or", filters, {InputRole::any_of}, "One of them must hold.");
  const auto add = [&](const std::string& field_name, const NamedType& operand, InputMeaning meaning) {
    if (type.find_input_field(field_name)) return;
    add_input_field(type, field_name, TypeReference(operand), meaning).deprecated = meaning.field->deprecated;
  };
  for (const auto& field : resource.fields) {
    if (const auto served_as = value_name(*field))
      add(*served_as, operators_type(*field), {InputRole::compared, field.get()});
    if (field->target && reach_.reads(*field))
      add(field->name, *filter_type(*field->target), {InputRole::related, field.get()});
  }
  return &type;
}

const NamedType& ServedSchemaMaker::operators_type(const schema::Field& field) {
  const TypeReference value = value_type(field);
  // Whole numbers have an order, but not as keys of other rows.
  const bool key = field.target && !fits(field, Comparison::less) && fits(*field.target->id, Comparison::less);
  const std::string name = value.named().name + (key ? "KeyFilter" : field.list ? "ListFilter" : "Filter");
  if (const NamedType* made = known(name)) return *made;
  NamedType& type = add_type(ast::TypeKind::input_object, name, "");
  for (const auto& [word, comparison, description] : operators) {
    if (!fits(field, comparison)) continue;
    TypeReference operand = value;
    switch (comparison) {
      case Comparison::is_null: operand = built_in("Boolean"); break;
      case Comparison::in:
      case Comparison::not_in: operand = value.non_null().list(); break;
      // A piece of an address is none.
      case Comparison::contains:
      case Comparison::starts_with:
      case Comparison::ends_with: operand = built_in("String"); break;
      case Comparison::equal:
      case Comparison::not_equal:
      case Comparison::less:
      case Comparison::less_equal:
      case Comparison::greater:
      case Comparison::greater_equal:
      case Comparison::has_element: break;
    }
    add_input_field(type, std::string(word), operand, {InputRole::comparison, nullptr, comparison},
                    std::string(description));
  }
  return type;
}

const NamedType* ServedSchemaMaker::sort_type(const schema::Resource& resource) {
  const std::string name = resource.name + "Sort";
  if (const NamedType* made = known(name)) return made;
  const NamedType* fields = field_enum(resource, "SortField", "", is_sortable);
  if (!fields) return nullptr;
  NamedType& type = add_type(ast::TypeKind::input_object, name, "");
  add_input_field(type, "field", TypeReference(*fields).non_null(), {InputRole::sort_field});
  add_sort_direction(type);
  return &type;
}

void ServedSchemaMaker::add_sort_direction(NamedType& type) {
  NamedType* direction = known("SortDirection");
  if (!direction) {
    direction = &add_type(ast::TypeKind::enumeration, "SortDirection", "");
    direction->values = {{"ASC", "Smallest first, nulls last.", {}, no_meaning},
                         {"DESC", "Largest first, nulls first.", {}, no_meaning}};
  }
  InputValue& value =
      add_input_field(type, "direction", TypeReference(*direction).non_null(), {InputRole::sort_direction});
  ast::Value ascending;
  ascending.kind = ast::ValueKind::enumeration;
  ascending.text = "ASC";
  value.default_value = std::move(ascending);
}

const NamedType* ServedSchemaMaker::field_enum(const schema::Resource& resource, std::string_view suffix,
                                               std::string description, bool (*wanted)(const schema::Field& field)) {
  std::vector<EnumValue> values;
  for (const auto& field : resource.fields) {
    if (!wanted(*field)) continue;
    const auto name = value_name(*field);
    if (!name) continue;
    made_->enum_fields_.push_back(field.get());
    values.push_back({*name, {}, field->deprecated, static_cast<std::uint32_t>(made_->enum_fields_.size() - 1)});
  }
  if (values.empty()) return nullptr;
  NamedType& type = add_type(ast::TypeKind::enumeration, resource.name + std::string(suffix), std::move(description));
  type.values = std::move(values);
  return &type;
}

}  // namespace tenon::api::graphql
