#include "api/graphql/execute/context.hpp"
#include "base/log.hpp"
#include "query/cost.hpp"

#include <algorithm>

namespace tenon::api::graphql {
namespace {

Built<void> add_row(const ExecuteContext& context, const ReadField& field, const schema::Resource& resource,
                    base::Value id, Binding binding, QueryField& made) {
  query::Get operation;
  Bindings bindings;
  operation.id = operation.add(std::move(id));
  operation.selection.resource = &resource;
  binding.operand = operation.id;
  if (binding.variable || binding.kind == Binding::Kind::caller) bindings.push_back(std::move(binding));
  Builder builder(context, operation, &bindings);
  TENON_TRY(members, builder.row(resource, *field.nodes));
  operation.selection.members = std::move(members);
  std::get<QueryField::Rows>(made.operation).push_back(std::move(operation));
  made.bindings.push_back(std::move(bindings));
  return {};
}

/// What can be no id is the id of no row.
Built<void> add_row_by_id(const ExecuteContext& context, const ReadField& field, const schema::Resource& resource,
                          QueryField& made) {
  const auto* given = field.argument("id");
  auto id = given ? id_value(*resource.id, *given) : std::nullopt;
  if (!id) {
    made.lasting = false;
    return {};
  }
  const auto* literal = argument_literal(field, "id");
  Binding binding{.kind = Binding::Kind::id, .field = resource.id};
  if (literal && literal->kind == ast::ValueKind::variable) binding.variable = literal;
  return add_row(context, field, resource, std::move(*id), std::move(binding), made);
}

Built<void> read_rows(const ExecuteContext& context, const ReadField& field, QueryField& made) {
  made.operation = QueryField::Rows();
  const auto role = field.meaning.role;
  if (role == FieldRole::row) return add_row_by_id(context, field, *field.meaning.resource, made);
  if (role == FieldRole::me && !context.principal.anonymous())
    return add_row(context, field, *field.meaning.resource, context.principal.id, {.kind = Binding::Kind::caller},
                   made);
  if (role == FieldRole::node)
    for (const auto* resource : context.schema.nodes()) TENON_TRY_VOID(add_row_by_id(context, field, *resource, made));
  return {};
}

Built<query::Connect> read_connection(const ExecuteContext& context, const ReadField& field, Bindings& bindings) {
  const auto& resource = *field.meaning.resource;
  query::Connect operation;
  operation.resource = &resource;
  Builder builder(context, operation, &bindings);
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

Built<query::Aggregate> read_aggregate(const ExecuteContext& context, const ReadField& field, Bindings& bindings) {
  query::Aggregate operation;
  operation.resource = field.meaning.resource;
  Builder builder(context, operation, &bindings);
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

std::size_t count(const std::vector<query::Member>& members) {
  std::size_t sum = members.size();
  for (const auto& member : members) sum += count(member.members);
  return sum;
}

template <typename Operation>
std::int64_t price_of(const Operation& operation) {
  return query::cost_of(operation).price(operation.operands);
}

std::int64_t price_of(const QueryField::Rows& rows) {
  std::int64_t price = 0;
  for (const auto& operation : rows) price += price_of(operation);
  return price;
}

std::int64_t price_of(const QueryField& field) {
  return std::visit([](const auto& operation) { return price_of(operation); }, field.operation);
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

std::size_t QueryField::members() const {
  if (const auto* page = std::get_if<query::Connect>(&operation)) return count(page->members);
  if (const auto* groups = std::get_if<query::Aggregate>(&operation)) return count(groups->members);
  std::size_t sum = 0;
  for (const auto& row : std::get<Rows>(operation)) sum += count(row.selection.members);
  return sum;
}

Built<QueryField> prepare_query(const ExecuteContext& context, const ReadField& field) {
  QueryField made;
  const auto role = field.meaning.role;
  if (role == FieldRole::connection) {
    TENON_TRY(operation, read_connection(context, field, made.bindings.emplace_back()));
    made.operation = std::move(operation);
  } else if (role == FieldRole::aggregate) {
    TENON_TRY(operation, read_aggregate(context, field, made.bindings.emplace_back()));
    made.operation = std::move(operation);
  } else {
    TENON_TRY_VOID(read_rows(context, field, made));
  }
  made.price = price_of(made);
  return made;
}

bool bind_query(const ExecuteContext& context, QueryField& field) {
  const auto bind_one = [&](query::Operation& operation, std::size_t index) {
    return put_in(field.bindings[index], context, context.principal, operation);
  };
  bool bound = true;
  if (auto* rows = std::get_if<QueryField::Rows>(&field.operation)) {
    for (std::size_t i = 0; bound && i < rows->size(); ++i) bound = bind_one((*rows)[i], i);
  } else if (auto* page = std::get_if<query::Connect>(&field.operation)) {
    bound = bind_one(*page, 0);
  } else {
    bound = bind_one(std::get<query::Aggregate>(field.operation), 0);
  }
  // Long words to look for cost more.
  if (bound) field.price = price_of(field);
  return bound;
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
