#include "api/graphql/execute/context.hpp"
#include "base/log.hpp"
#include "query/cost.hpp"

#include <algorithm>

namespace tenon::api::graphql {
namespace {

/// The id that a field is given; what can be no id is the id of no row.
std::optional<base::Value> given_id(const ReadField& field, const schema::Field& id, Binding& binding) {
  binding = {.kind = Binding::Kind::id, .field = &id};
  const auto* literal = argument_literal(field, "id");
  if (literal && literal->kind == ast::ValueKind::variable) binding.variable = literal;
  const auto* given = field.argument("id");
  return given ? id_value(id, *given) : std::nullopt;
}

void note(Binding binding, query::Operand operand, Bindings& bindings) {
  binding.operand = operand;
  if (binding.variable || binding.kind == Binding::Kind::caller) bindings.push_back(std::move(binding));
}

Built<void> read_row(const ExecuteContext& context, const ReadField& field, base::Value id, Binding binding,
                     QueryField& made) {
  query::Get operation;
  operation.id = operation.add(std::move(id));
  note(std::move(binding), operation.id, made.bindings);
  operation.selection.resource = field.meaning.resource;
  Builder builder(context, operation, &made.bindings);
  TENON_TRY(members, builder.row(*field.meaning.resource, *field.nodes));
  operation.selection.members = std::move(members);
  made.operation = std::move(operation);
  return {};
}

Built<void> read_row_by_id(const ExecuteContext& context, const ReadField& field, QueryField& made) {
  Binding binding;
  auto id = given_id(field, *field.meaning.resource->id, binding);
  made.lasting = id.has_value();
  if (!id) return {};
  return read_row(context, field, std::move(*id), std::move(binding), made);
}

/// What the selection asks of each type that the row may be of; fragments on the type add to it.
Built<void> read_node(const ExecuteContext& context, const ReadField& field, QueryField& made) {
  const auto& nodes = context.schema.nodes();
  Binding binding;
  auto id = given_id(field, *nodes.front()->id, binding);
  made.lasting = id.has_value();
  if (!id) return {};
  query::GetAny operation;
  operation.id = operation.add(std::move(*id));
  note(std::move(binding), operation.id, made.bindings);
  for (const auto* resource : nodes) {
    Builder builder(context, operation, &made.bindings);
    auto& candidate = operation.candidates.emplace_back();
    candidate.resource = resource;
    TENON_TRY(members, builder.row(*resource, *field.nodes));
    candidate.members = std::move(members);
  }
  made.operation = std::move(operation);
  return {};
}

Built<void> read_rows(const ExecuteContext& context, const ReadField& field, QueryField& made) {
  const auto role = field.meaning.role;
  if (role == FieldRole::row) return read_row_by_id(context, field, made);
  if (role == FieldRole::node) return read_node(context, field, made);
  if (role == FieldRole::me && !context.principal.anonymous())
    return read_row(context, field, context.principal.id, {.kind = Binding::Kind::caller}, made);
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

using Read = base::Task<base::Result<query::ReadAnswer>>;

/// What is asked for one row, or none.
RootAnswer answer_row(const ExecuteContext& context, const ReadField& field, Read task, std::string& out,
                      std::vector<std::string>& masked) {
  auto answer = co_await std::move(task);
  if (answer)
    masked = std::move(answer->masked);
  else if (answer.error().code == base::ErrorCode::not_found)
    out += "null";
  else
    co_return std::unexpected(engine_error(context, field.node(), answer.error()));
  co_return Built<void>{};
}

RootAnswer answer_nothing(std::string& out) {
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

template <typename Operation>
std::int64_t price_of(const Operation& operation) {
  return query::cost_of(operation).price(operation.operands);
}

std::int64_t price_of(const QueryField::Nothing&) {
  return 0;
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
  struct Counter {
    std::size_t operator()(const Nothing&) const { return 0; }
    std::size_t operator()(const query::Get& row) const { return count_members(row.selection.members); }
    std::size_t operator()(const query::GetAny& row) const {
      std::size_t sum = 0;
      for (const auto& candidate : row.candidates) sum += count_members(candidate.members);
      return sum;
    }
    std::size_t operator()(const query::Connect& page) const { return count_members(page.members); }
    std::size_t operator()(const query::Aggregate& groups) const { return count_members(groups.members); }
  };
  return std::visit(Counter{}, operation);
}

Built<QueryField> prepare_query(const ExecuteContext& context, const ReadField& field) {
  QueryField made;
  const auto role = field.meaning.role;
  if (role == FieldRole::connection) {
    TENON_TRY(operation, read_connection(context, field, made.bindings));
    made.operation = std::move(operation);
  } else if (role == FieldRole::aggregate) {
    TENON_TRY(operation, read_aggregate(context, field, made.bindings));
    made.operation = std::move(operation);
  } else {
    TENON_TRY_VOID(read_rows(context, field, made));
  }
  made.price = price_of(made);
  return made;
}

bool bind_query(const ExecuteContext& context, QueryField& field) {
  struct Binder {
    const ExecuteContext& context;
    const Bindings& bindings;
    bool operator()(QueryField::Nothing&) const { return true; }
    bool operator()(query::Operation& operation) const {
      return put_in(bindings, context, context.principal, operation.operands);
    }
  };
  const bool bound = std::visit(Binder{context, field.bindings}, field.operation);
  // Long words to look for cost more.
  if (bound) field.price = price_of(field);
  return bound;
}

void forget_values(QueryField& field) {
  struct Forgetter {
    const Bindings& bindings;
    void operator()(QueryField::Nothing&) const {}
    void operator()(query::Operation& operation) const { take_out(bindings, operation.operands); }
  };
  std::visit(Forgetter{field.bindings}, field.operation);
}

RootAnswer answer_query(const ExecuteContext& context, const ReadField& field, const QueryField& prepared,
                        std::string& out, std::vector<std::string>& masked) {
  struct Asker {
    const ExecuteContext& context;
    const ReadField& field;
    std::string& out;
    std::vector<std::string>& masked;
    RootAnswer operator()(const QueryField::Nothing&) const { return answer_nothing(out); }
    RootAnswer operator()(const query::Get& row) const {
      return answer_row(context, field, context.writes.get(row, context.principal, out, context.deadline), out, masked);
    }
    RootAnswer operator()(const query::GetAny& row) const {
      return answer_row(context, field, context.writes.get_any(row, context.principal, out, context.deadline), out,
                        masked);
    }
    RootAnswer operator()(const query::Connect& page) const {
      return answer_connection(context, field, page, out, masked);
    }
    RootAnswer operator()(const query::Aggregate& groups) const {
      return answer_aggregate(context, field, groups, out);
    }
  };
  return std::visit(Asker{context, field, out, masked}, prepared.operation);
}

}  // namespace tenon::api::graphql
