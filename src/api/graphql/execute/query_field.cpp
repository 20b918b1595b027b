#include "api/graphql/execute/context.hpp"
#include "base/log.hpp"
#include "query/cost.hpp"
#include "schema/input.hpp"

#include <algorithm>

namespace tenon::api::graphql {
namespace {

Built<query::Get> get_row(const ExecuteContext& context, const ReadField& field, const schema::Resource& resource,
                          base::Value id) {
  query::Get operation;
  operation.id = operation.add(std::move(id));
  operation.selection.resource = &resource;
  Builder builder(context, operation);
  TENON_TRY(members, builder.row(resource, *field.nodes));
  operation.selection.members = std::move(members);
  return operation;
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

/// What can be no id is the id of no row.
Built<void> add_row(const ExecuteContext& context, const ReadField& field, const schema::Resource& resource,
                    std::optional<base::Value> id, QueryField::Rows& rows) {
  if (!id) return {};
  TENON_TRY(operation, get_row(context, field, resource, std::move(*id)));
  rows.push_back(std::move(operation));
  return {};
}

Built<QueryField::Rows> read_rows(const ExecuteContext& context, const ReadField& field) {
  QueryField::Rows rows;
  const auto role = field.meaning.role;
  if (role == FieldRole::row) {
    const auto& resource = *field.meaning.resource;
    TENON_TRY_VOID(add_row(context, field, resource, id_argument(field, resource), rows));
  } else if (role == FieldRole::me) {
    std::optional<base::Value> caller;
    if (!context.principal.anonymous()) caller = context.principal.id;
    TENON_TRY_VOID(add_row(context, field, *field.meaning.resource, std::move(caller), rows));
  } else if (role == FieldRole::node) {
    for (const auto* resource : context.schema.nodes())
      TENON_TRY_VOID(add_row(context, field, *resource, id_argument(field, *resource), rows));
  }
  return rows;
}

Built<query::Connect> read_connection(const ExecuteContext& context, const ReadField& field) {
  const auto& resource = *field.meaning.resource;
  query::Connect operation;
  operation.resource = &resource;
  Builder builder(context, operation);
  TENON_TRY(page, builder.page(resource, field));
  operation.page = std::move(page);
  TENON_TRY(members, builder.connection(resource, field.definition->type.named(), *field.nodes));
  operation.members = std::move(members);
  return operation;
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

Built<query::Aggregate> read_aggregate(const ExecuteContext& context, const ReadField& field) {
  query::Aggregate operation;
  operation.resource = field.meaning.resource;
  Builder builder(context, operation);
  TENON_TRY(filter, builder.filter(field));
  operation.filter = std::move(filter);
  TENON_TRY(words, builder.search(field));
  operation.search = words;
  TENON_TRY(groups, group_fields(context, field));
  operation.group_by = std::move(groups);
  TENON_TRY(sort, builder.group_sort(field, operation.group_by));
  operation.sort = std::move(sort);
  TENON_TRY(limit, count_argument(field, "first", query::limits::default_groups, 0, query::limits::max_groups));
  operation.limit = operation.add(limit);
  TENON_TRY(members, builder.group(field.definition->type.named(), *field.nodes, operation.group_by));
  operation.members = std::move(members);
  return operation;
}

RootAnswer answer_rows(const ExecuteContext& context, const ReadField& field, const QueryField::Rows& rows,
                       std::string& out, std::vector<std::string>& masked) {
  for (const auto& operation : rows) {
    auto task = context.writes.get(operation, context.principal, out, context.deadline);
    auto answer = co_await std::move(task);
    if (answer) {
      masked = std::move(answer->masked);
      co_return Built<void>{};
    }
    if (answer.error().code != base::ErrorCode::not_found)
      co_return std::unexpected(engine_error(context, field.node(), answer.error()));
  }
  out += "null";
  co_return Built<void>{};
}

RootAnswer answer_connection(const ExecuteContext& context, const ReadField& field, const query::Connect& operation,
                             std::string& out, std::vector<std::string>& masked) {
  auto task = context.writes.connect(operation, context.principal, out, context.deadline);
  auto answer = co_await std::move(task);
  if (!answer) co_return std::unexpected(engine_error(context, field.node(), answer.error()));
  masked = std::move(answer->masked);
  co_return Built<void>{};
}

RootAnswer answer_aggregate(const ExecuteContext& context, const ReadField& field, const query::Aggregate& operation,
                            std::string& out) {
  auto task = context.writes.aggregate(operation, context.principal, out, context.deadline);
  auto answer = co_await std::move(task);
  if (!answer) co_return std::unexpected(engine_error(context, field.node(), answer.error()));
  co_return Built<void>{};
}

std::int64_t price_of(const query::Operation& operation, const query::Cost& cost) {
  return cost.price(operation.operands);
}

}  // namespace

Error engine_error(const ExecuteContext& context, const ast::Field& node, const base::Error& error) {
  if (!error.cause.empty())
    base::log(base::LogLevel::error, "api", "a GraphQL field failed",
              {{"requestId", context.request_id}, {"cause", std::string_view(error.cause)}});
  auto made = error_at(node, error.code, std::string(error.text()));
  made.figures = error.figures;
  return made;
}

Built<QueryField> prepare_query(const ExecuteContext& context, const ReadField& field) {
  QueryField made;
  const auto role = field.meaning.role;
  if (role == FieldRole::connection) {
    TENON_TRY(operation, read_connection(context, field));
    made.price = price_of(operation, query::cost_of(operation));
    made.operation = std::move(operation);
  } else if (role == FieldRole::aggregate) {
    TENON_TRY(operation, read_aggregate(context, field));
    made.price = price_of(operation, query::cost_of(operation));
    made.operation = std::move(operation);
  } else {
    TENON_TRY(rows, read_rows(context, field));
    for (const auto& operation : rows) made.price += price_of(operation, query::cost_of(operation));
    made.operation = std::move(rows);
  }
  return made;
}

RootAnswer answer_query(const ExecuteContext& context, const ReadField& field, const QueryField& prepared,
                        std::string& out, std::vector<std::string>& masked) {
  if (const auto* page = std::get_if<query::Connect>(&prepared.operation))
    return answer_connection(context, field, *page, out, masked);
  if (const auto* groups = std::get_if<query::Aggregate>(&prepared.operation))
    return answer_aggregate(context, field, *groups, out);
  return answer_rows(context, field, std::get<QueryField::Rows>(prepared.operation), out, masked);
}

}  // namespace tenon::api::graphql
