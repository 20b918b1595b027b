#include "api/graphql/execute/context.hpp"
#include "base/log.hpp"
#include "schema/input.hpp"

#include <algorithm>

namespace tenon::api::graphql {
namespace {

/// The rows that a get may find, as a value of `null` where there is none.
RootAnswer get_row(const ExecuteContext& context, const ReadField& field, const schema::Resource& resource,
                   base::Value id, std::string& out, std::vector<std::string>& masked) {
  query::Get operation;
  operation.id = operation.add(std::move(id));
  operation.selection.resource = &resource;
  Builder builder(context, operation);
  auto members = builder.row(resource, *field.nodes, 1);
  if (!members) co_return std::unexpected(std::move(members).error());
  operation.selection.members = std::move(*members);
  auto task = context.writes.get(operation, context.principal, out, context.deadline);
  auto answer = co_await std::move(task);
  if (answer) {
    masked = std::move(answer->masked);
    co_return Built<void>{};
  }
  if (answer.error().code != base::ErrorCode::not_found)
    co_return std::unexpected(engine_error(context, field.node(), answer.error()));
  out += "null";
  co_return Built<void>{};
}

std::optional<base::Value> id_argument(const ReadField& field, const schema::Resource& resource) {
  const auto* given = field.argument("id");
  if (!given) return std::nullopt;
  const auto* text = given->string();
  const auto* number = given->number();
  if (!text && !number) return std::nullopt;
  auto id = schema::check_text(*resource.id, text ? *text : number->text);
  return id ? std::optional(std::move(*id)) : std::nullopt;
}

RootAnswer answer_row(const ExecuteContext& context, const ReadField& field, std::string& out,
                      std::vector<std::string>& masked) {
  const auto& resource = *field.meaning.resource;
  auto id = id_argument(field, resource);
  // What can be no id is the id of no row.
  if (!id) {
    out += "null";
    co_return Built<void>{};
  }
  auto task = get_row(context, field, resource, std::move(*id), out, masked);
  auto answer = co_await std::move(task);
  co_return answer;
}

RootAnswer answer_node(const ExecuteContext& context, const ReadField& field, std::string& out,
                       std::vector<std::string>& masked) {
  const auto start = out.size();
  for (const auto* resource : context.schema.nodes()) {
    auto id = id_argument(field, *resource);
    if (!id) continue;
    out.resize(start);
    auto task = get_row(context, field, *resource, std::move(*id), out, masked);
    auto answer = co_await std::move(task);
    if (!answer) co_return answer;
    if (std::string_view(out).substr(start) != "null") co_return answer;
  }
  out.resize(start);
  out += "null";
  co_return Built<void>{};
}

RootAnswer answer_connection(const ExecuteContext& context, const ReadField& field, std::string& out,
                             std::vector<std::string>& masked) {
  const auto& resource = *field.meaning.resource;
  query::Connect operation;
  operation.resource = &resource;
  Builder builder(context, operation);
  std::int64_t size = 0;
  auto page = builder.page(resource, field, size);
  if (!page) co_return std::unexpected(std::move(page).error());
  operation.page = std::move(*page);
  auto members = builder.connection(resource, field.definition->type.named(), *field.nodes, size);
  if (!members) co_return std::unexpected(std::move(members).error());
  operation.members = std::move(*members);
  auto task = context.writes.connect(operation, context.principal, out, context.deadline);
  auto answer = co_await std::move(task);
  if (!answer) co_return std::unexpected(engine_error(context, field.node(), answer.error()));
  masked = std::move(answer->masked);
  co_return Built<void>{};
}

Built<std::vector<const schema::Field*>> group_fields(const ExecuteContext& context, const ReadField& field) {
  std::vector<const schema::Field*> fields;
  const auto* wanted = field.argument("groupBy");
  if (!wanted || !wanted->array()) return fields;
  const auto& names = argument_definition(field, "groupBy").type.named();
  for (const auto& each : *wanted->array()) {
    const auto* value = each.string() ? names.find_value(*each.string()) : nullptr;
    const auto* named = value ? context.schema.field_of(*value) : nullptr;
    if (named && std::ranges::find(fields, named) == fields.end()) fields.push_back(named);
  }
  if (fields.size() <= query::limits::max_group_fields) return fields;
  return std::unexpected(error_at(field.node(), base::ErrorCode::bad_request, "Too many fields to group by"));
}

RootAnswer answer_aggregate(const ExecuteContext& context, const ReadField& field, std::string& out) {
  query::Aggregate operation;
  operation.resource = field.meaning.resource;
  Builder builder(context, operation);
  auto filter = builder.filter(field);
  if (!filter) co_return std::unexpected(std::move(filter).error());
  operation.filter = std::move(*filter);
  auto words = builder.search(field);
  if (!words) co_return std::unexpected(std::move(words).error());
  operation.search = *words;
  auto groups = group_fields(context, field);
  if (!groups) co_return std::unexpected(std::move(groups).error());
  operation.group_by = std::move(*groups);
  auto sort = builder.group_sort(field, operation.group_by);
  if (!sort) co_return std::unexpected(std::move(sort).error());
  operation.sort = std::move(*sort);
  auto limit = count_argument(field, "first", query::limits::default_groups, 0, query::limits::max_groups);
  if (!limit) co_return std::unexpected(std::move(limit).error());
  operation.limit = operation.add(*limit);
  auto members = builder.group(field.definition->type.named(), *field.nodes, operation.group_by);
  if (!members) co_return std::unexpected(std::move(members).error());
  operation.members = std::move(*members);
  auto task = context.writes.aggregate(operation, context.principal, out, context.deadline);
  auto answer = co_await std::move(task);
  if (!answer) co_return std::unexpected(engine_error(context, field.node(), answer.error()));
  co_return Built<void>{};
}

RootAnswer answer_me(const ExecuteContext& context, const ReadField& field, std::string& out,
                     std::vector<std::string>& masked) {
  if (context.principal.anonymous()) {
    out += "null";
    co_return Built<void>{};
  }
  auto task = get_row(context, field, *field.meaning.resource, context.principal.id, out, masked);
  auto answer = co_await std::move(task);
  co_return answer;
}

RootAnswer answer_null(std::string& out) {
  out += "null";
  co_return Built<void>{};
}

}  // namespace

Error engine_error(const ExecuteContext& context, const ast::Field& node, const base::Error& error) {
  if (!error.cause.empty())
    base::log(base::LogLevel::error, "api", "a GraphQL field failed",
              {{"requestId", context.request_id}, {"cause", std::string_view(error.cause)}});
  return error_at(node, error.code, std::string(error.text()));
}

RootAnswer answer_query(const ExecuteContext& context, const ReadField& field, std::string& out,
                        std::vector<std::string>& masked) {
  const auto role = field.meaning.role;
  if (role == FieldRole::row) return answer_row(context, field, out, masked);
  if (role == FieldRole::connection) return answer_connection(context, field, out, masked);
  if (role == FieldRole::aggregate) return answer_aggregate(context, field, out);
  if (role == FieldRole::node) return answer_node(context, field, out, masked);
  if (role == FieldRole::me) return answer_me(context, field, out, masked);
  return answer_null(out);
}

}  // namespace tenon::api::graphql
