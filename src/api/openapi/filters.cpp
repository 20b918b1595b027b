#include "api/openapi/filters.hpp"

#include "api/openapi/field_schema.hpp"
#include "api/openapi/json_parts.hpp"
#include "api/rest/parse/operators.hpp"
#include "api/rest/parse/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::api::openapi {
namespace {

using base::JsonWriter;
using query::Comparison;
using schema::Field;
using schema::Resource;

bool fits(const Field& field, Comparison comparison) {
  // A stored list has elements to look for where text has pieces.
  return rest::operator_fits(field,
                             comparison == Comparison::contains && field.list ? Comparison::has_element : comparison);
}

bool is_text_search(Comparison comparison) {
  return comparison == Comparison::contains || comparison == Comparison::starts_with ||
         comparison == Comparison::ends_with;
}

/// The value that an operator compares with.
void write_operand(JsonWriter& json, Context& context, const Field& field, Comparison comparison) {
  const bool piece = is_text_search(comparison) && !field.list;
  if (comparison == Comparison::is_null) return object(json, [&] { json.member("type", "boolean"); });
  if (comparison == Comparison::in || comparison == Comparison::not_in || piece)
    return object(json, [&] { json.member("type", "string"); });
  write_value(json, context, field, Place::filter);
}

void write_operators(JsonWriter& json, Context& context, const Field& field) {
  object(json, [&] {
    json.member("type", "object");
    flag(json, "additionalProperties", false);
    object(json, "properties", [&] {
      for (const auto& word : rest::operator_words()) {
        if (!fits(field, word.comparison)) continue;
        json.key(word.text);
        // An enum's values are referred to, and a reference stands alone.
        write_operand(json, context, field, word.comparison);
      }
    });
    std::string text = "Operators, all of which must hold:";
    for (const auto& word : rest::operator_words())
      if (fits(field, word.comparison)) text += fmt::format("\n- `{}`: {}", word.text, word.meaning);
    json.member("description", text);
  });
}

void refer_to_operators(JsonWriter& json, Context& context, const Field& field) {
  // A relation's key has no order, whatever its type.
  const bool key = field.target && field.scalar != schema::Scalar::id;
  const auto name = context.free_name(value_name(field) + (field.list ? "ListFilter" : key ? "KeyFilter" : "Filter"));
  context.components().refer(json, Section::schemas, name,
                             [&](JsonWriter& out) { write_operators(out, context, field); });
}

bool is_reserved(std::string_view name) {
  return std::ranges::find(rest::reserved_parameters(), name, &rest::ReservedParameter::name) !=
         rest::reserved_parameters().end();
}

void write_filter(JsonWriter& json, Context& context, const std::string& path, const Field& field,
                  std::string_view description) {
  object(json, [&] {
    json.member("name", path);
    json.member("in", "query");
    json.member("description", description);
    if (field.deprecated) flag(json, "deprecated", true);
    json.member("style", "deepObject");
    flag(json, "explode", true);
    json.key("schema");
    refer_to_operators(json, context, field);
    // Pages that send requests begin with the example: by no condition at all.
    object(json, "example", [] {});
  });
}

/// A field named like a parameter that has a meaning by itself is filtered by with its operators in brackets.
void write_bracketed(JsonWriter& json, Context& context, const Field& field) {
  for (const auto& word : rest::operator_words()) {
    if (!fits(field, word.comparison)) continue;
    object(json, [&] {
      json.member("name", fmt::format("{}[{}]", field.name, word.text));
      json.member("in", "query");
      json.member("description", fmt::format("Only rows whose `{}` is {}.", field.name, word.meaning));
      json.key("schema");
      write_operand(json, context, field, word.comparison);
    });
  }
}

/// The field that a relation by itself is compared by.
const Field& key_of(const Field& field) {
  return field.is_list_relation() ? *field.target->id : field;
}

void write_related(JsonWriter& json, Context& context, const Field& relation) {
  for (const auto& field : relation.target->fields) {
    // Lists of lists are filtered by all the same; a document has to end somewhere.
    if (!field->stored() || !context.in_queries(*field) || field.get() == relation.inverse) continue;
    write_filter(json, context, relation.name + '.' + field->name, *field,
                 relation.is_list_relation()
                     ? fmt::format("Only rows with one of `{}` whose `{}` is so.", relation.name, field->name)
                     : fmt::format("Only rows whose `{}` has a `{}` that is so.", relation.name, field->name));
  }
}

}  // namespace

void write_filters(JsonWriter& json, Context& context, const Resource& rows) {
  for (const auto& field : rows.fields) {
    if (!context.in_queries(*field)) continue;
    if (field->is_list_relation() && !context.in_answers(*field)) continue;
    if (is_reserved(field->name)) {
      if (field->stored()) write_bracketed(json, context, *field);
    } else {
      write_filter(json, context, field->name, key_of(*field),
                   fmt::format("Only rows whose `{0}` is so; `{0}=x` is short for `{0}[eq]=x`.", field->name));
    }
    if (field->target) write_related(json, context, *field);
  }
}

}  // namespace tenon::api::openapi
