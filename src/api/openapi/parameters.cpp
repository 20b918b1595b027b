#include "api/openapi/parameters.hpp"

#include "api/openapi/field_schema.hpp"
#include "api/openapi/filters.hpp"
#include "api/openapi/json_parts.hpp"
#include "api/rest/idempotency.hpp"
#include "api/rest/parse/parameters.hpp"
#include "api/rest/parse/selection.hpp"
#include "api/rest/parse/sort.hpp"
#include "query/aggregable.hpp"
#include "query/operation.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::api::openapi {
namespace {

using base::JsonWriter;
using rest::QueryUse;
using schema::Field;
using schema::Resource;

/// One parameter; `schema` writes the members of its schema, `more` what else it has.
template <typename Schema>
void query_parameter(JsonWriter& json, std::string_view name, std::string_view description, Schema&& schema) {
  object(json, [&] {
    json.member("name", name);
    json.member("in", "query");
    json.member("description", description);
    object(json, "schema", schema);
  });
}

/// Names separated by commas, which may also be given one by one.
template <typename Items>
void names_parameter(JsonWriter& json, std::string_view name, std::string_view description, std::int64_t most,
                     Items&& items) {
  object(json, [&] {
    json.member("name", name);
    json.member("in", "query");
    json.member("description", description);
    json.member("style", "form");
    flag(json, "explode", false);
    object(json, "schema", [&] {
      json.member("type", "array");
      json.member("minItems", std::int64_t{1});
      if (most > 0) json.member("maxItems", most);
      flag(json, "uniqueItems", true);
      object(json, "items", items);
    });
  });
}

void fields_parameter(JsonWriter& json, Context& context, const Resource& rows, const std::string& name,
                      std::string_view description) {
  names_parameter(json, name, description, 0, [&] {
    json.member("type", "string");
    array(json, "enum", [&] {
      for (const auto& field : rows.fields)
        if (field->stored() && context.in_answers(*field)) json.string(field->name);
    });
  });
}

void sort_parameter(JsonWriter& json, Context& context, const Resource& rows, const std::string& name,
                    std::string_view description) {
  names_parameter(json, name, description, query::limits::max_sort_keys, [&] {
    json.member("type", "string");
    array(json, "enum", [&] {
      for (const auto& field : rows.fields) {
        if (!rest::is_sortable(*field) || !context.in_queries(*field)) continue;
        json.string(field->name);
        json.string('-' + field->name);
      }
    });
  });
}

std::vector<const Field*> relations(const Context& context, const Resource& rows) {
  std::vector<const Field*> found;
  for (const auto& field : rows.fields)
    if (field->target && context.in_answers(*field)) found.push_back(field.get());
  return found;
}

void include_parameters(JsonWriter& json, Context& context, const Resource& rows) {
  const auto included = relations(context, rows);
  if (included.empty()) return;
  std::string names;
  for (const auto* relation : included) names += (names.empty() ? "" : "|") + relation->name;
  names_parameter(
      json, "include",
      fmt::format("Related rows to spell out, as `{}`; a path goes over at most {} relations, as in `author.posts`.",
                  included.front()->name, query::limits::max_include_depth),
      query::limits::max_includes, [&] {
        json.member("type", "string");
        json.member("pattern", fmt::format("^({})(\\.[A-Za-z_][A-Za-z0-9_]*){{0,{}}}$", names,
                                           query::limits::max_include_depth - 1));
      });
  for (const auto* relation : included) {
    const Resource& target = *relation->target;
    const std::string bracket = '[' + relation->name + ']';
    const std::string where = fmt::format(" `{}`, where it is included. Deeper ones by their path.", relation->name);
    fields_parameter(json, context, target, "fields" + bracket, "Only these fields of" + where);
    if (!relation->is_list_relation()) continue;
    const auto most = std::min<std::int64_t>(rest::max_included_rows, target.max_page_size);
    const auto usual = std::min(query::limits::default_page_size, most);
    query_parameter(json, "limit" + bracket, fmt::format("Rows of{} {} if it is not sent.", where, usual), [&] {
      json.member("type", "integer");
      json.member("minimum", std::int64_t{1});
      json.member("maximum", most);
    });
    sort_parameter(json, context, target, "sort" + bracket, "Order of" + where);
    query_parameter(
        json, "filter" + bracket,
        "All of these conditions must hold, `(a=1,b[gte]=2)`; an inner group means some of its terms; for" + where,
        [&] {
          json.member("type", "string");
          json.member("pattern", "^\\(.*\\)$");
        });
  }
}

void paging_parameters(JsonWriter& json, const Resource& rows) {
  const auto most = static_cast<std::int64_t>(rows.max_page_size);
  const auto usual = std::min(query::limits::default_page_size, most);
  // No `default`: clients that send defaults along would page in both ways at once.
  const auto number = [&](std::string_view name, std::string_view description, std::int64_t largest,
                          std::int64_t otherwise) {
    query_parameter(json, name, fmt::format("{} {} if it is not sent.", description, otherwise), [&] {
      json.member("type", "integer");
      json.member("minimum", std::int64_t{1});
      json.member("maximum", largest);
    });
  };
  number("limit", "Rows of a page, when paging by cursor.", most, usual);
  query_parameter(json, "cursor", "`meta.nextCursor` of the page before, with the same sort.",
                  [&] { json.member("type", "string"); });
  query_parameter(json, "before", "`meta.prevCursor` of the page behind, with the same sort: the page before it.",
                  [&] { json.member("type", "string"); });
  number("page", "Number of the page, when paging by number: with totals. Not together with `limit` or `cursor`.",
         query::limits::max_offset / usual + 1, 1);
  number("perPage", "Rows of a page, when paging by number.", most, usual);
}

void list_parameters(JsonWriter& json, Context& context, const Resource& rows) {
  write_filters(json, context, rows);
  for (const auto& reserved : rest::reserved_parameters()) {
    switch (reserved.kind) {
      case rest::ParameterKind::group:
        query_parameter(json, reserved.name,
                        "Some of these conditions must hold; an inner group means all of its terms: "
                        "`(a=1,(b[gte]=2,c=3))`. Values with commas or parentheses are quoted.",
                        [&] {
                          json.member("type", "string");
                          json.member("pattern", "^\\(.*\\)$");
                        });
        break;
      case rest::ParameterKind::sort:
        sort_parameter(json, context, rows, "sort", "Order: descending with `-`; the id is always the last key.");
        break;
      case rest::ParameterKind::limit: paging_parameters(json, rows); break;
      case rest::ParameterKind::search:
        if (!rows.search.empty())
          query_parameter(json, reserved.name, "Only rows that have all these words.", [&] {
            json.member("type", "string");
            json.member("pattern", "\\S");
          });
        break;
      case rest::ParameterKind::fields:
      case rest::ParameterKind::include: break;  // of single rows too
      case rest::ParameterKind::cursor:
      case rest::ParameterKind::before:
      case rest::ParameterKind::included_filter:
      case rest::ParameterKind::page:
      case rest::ParameterKind::per_page: break;  // with limit
      case rest::ParameterKind::filter: break;
    }
  }
}

/// Fields of one kind, by name; nothing where there are none.
void chosen_parameter(JsonWriter& json, Context& context, const Resource& rows, std::string_view name,
                      std::string_view description, bool (*fits)(const Field&), std::int64_t most = 0) {
  std::vector<const Field*> fields;
  for (const auto& field : rows.fields)
    if (fits(*field) && context.in_queries(*field)) fields.push_back(field.get());
  if (fields.empty()) return;
  names_parameter(json, name, description, most, [&] {
    json.member("type", "string");
    array(json, "enum", [&] {
      for (const auto* field : fields) json.string(field->name);
    });
  });
}

/// By a field called "count" only where the number of rows is not in the answer.
bool groups_by_itself(const Field& field) {
  return query::can_group(field) && field.name != "count";
}

void aggregate_parameters(JsonWriter& json, Context& context, const Resource& rows) {
  write_filters(json, context, rows);
  query_parameter(json, "count", "Count the rows; also where nothing else is asked for.", [&] {
    json.member("type", "string");
    array(json, "enum", [&] {
      json.string("");
      json.string("true");
    });
  });
  chosen_parameter(json, context, rows, "sum", "Fields to sum.", query::can_sum);
  chosen_parameter(json, context, rows, "avg", "Fields to average.", query::can_sum);
  chosen_parameter(json, context, rows, "min", "Fields whose least value is wanted.", query::can_compare);
  chosen_parameter(json, context, rows, "max", "Fields whose greatest value is wanted.", query::can_compare);
  chosen_parameter(json, context, rows, "groupBy", "One group for each value of these.", groups_by_itself,
                   query::limits::max_group_fields);
  query_parameter(json, "limit", "Groups.", [&] {
    json.member("type", "integer");
    json.member("minimum", std::int64_t{1});
    json.member("maximum", query::limits::max_groups);
    json.member("default", query::limits::default_groups);
  });
}

void path_parameter(JsonWriter& json, Context& context, std::string_view name, const Resource& resource) {
  object(json, [&] {
    json.member("name", name);
    json.member("in", "path");
    json.member("description", fmt::format("The id of the {}.", resource.name));
    flag(json, "required", true);
    json.key("schema");
    if (resource.id->scalar == schema::Scalar::big_int)
      object(json, [&] {
        json.member("type", "string");
        json.member("pattern", "^[1-9][0-9]{0,18}$");
      });
    else
      write_value(json, context, *resource.id, Place::answer);
  });
}

void header_parameter(JsonWriter& json, std::string_view name, std::string_view description) {
  object(json, [&] {
    json.member("name", name);
    json.member("in", "header");
    json.member("description", description);
    object(json, "schema", [&] { json.member("type", "string"); });
  });
}

void conditions(JsonWriter& json, const rest::Endpoint& endpoint) {
  if (rest::takes_key(endpoint.kind)) write_idempotency_key(json);
  if (endpoint.kind == rest::EndpointKind::get)
    header_parameter(json, "If-None-Match", "Tags of versions that are there already: 304 if the row has one of them.");
  if (!rest::traits(endpoint.kind).conditional) return;
  header_parameter(json, "If-Match", "Only if the row has one of these versions (`*`: any), else 412.");
  header_parameter(json, "If-None-Match", "Only if the row has none of these versions (`*`: is not there), else 412.");
}

}  // namespace

void write_row_parameters(JsonWriter& json, Context& context, const Resource& rows) {
  fields_parameter(json, context, rows, "fields", "Only these fields.");
  include_parameters(json, context, rows);
}

void write_idempotency_key(JsonWriter& json) {
  object(json, [&] {
    json.member("name", "Idempotency-Key");
    json.member("in", "header");
    json.member("description",
                "A name of the caller's for this request, so that it can be sent again when its answer was lost: it is "
                "done once, and answered the same. 409 with the detail `reused` for another request of that name, "
                "`in_progress` while the first one is at work. For callers who say who they are.");
    object(json, "schema", [&] {
      json.member("type", "string");
      json.member("minLength", std::int64_t{1});
      json.member("maxLength", static_cast<std::int64_t>(rest::max_idempotency_key));
      json.member("pattern", "^[!#-~]([ -~]*[!-~])?$");
      array(json, "examples", [&] { json.string("8e03978e-40d5-43dd-bc93-6894a57f9324"); });
    });
  });
}

void write_parameters(JsonWriter& json, Context& context, const rest::Endpoint& endpoint) {
  if (endpoint.path.find("{id}") != std::string::npos) path_parameter(json, context, "id", *endpoint.resource);
  if (endpoint.path.find("{other}") != std::string::npos) path_parameter(json, context, "other", endpoint.rows());
  conditions(json, endpoint);
  switch (rest::traits(endpoint.kind).query) {
    case QueryUse::list:
      list_parameters(json, context, endpoint.rows());
      write_row_parameters(json, context, endpoint.rows());
      break;
    case QueryUse::aggregate: aggregate_parameters(json, context, endpoint.rows()); break;
    case QueryUse::row: write_row_parameters(json, context, endpoint.rows()); break;
    case QueryUse::answer:
      fields_parameter(json, context, endpoint.rows(), "fields", "Only these fields in the answer.");
      break;
    case QueryUse::nothing: break;
  }
}

}  // namespace tenon::api::openapi
