#include "api/graphql/execute/build.hpp"

#include "api/graphql/execute/binding.hpp"
#include "base/json_writer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::api::graphql {
namespace {

using Kind = query::Member::Kind;

query::Member member(Kind kind, std::string_view key, const schema::Field* field = nullptr) {
  query::Member made;
  made.kind = kind;
  made.name = key;
  made.field = field;
  return made;
}

/// Members of edges and of pageInfo.
Kind kind_of(FieldRole role) {
  if (role == FieldRole::edge_node) return Kind::node;
  if (role == FieldRole::has_next_page) return Kind::has_next_page;
  if (role == FieldRole::has_previous_page) return Kind::has_previous_page;
  if (role == FieldRole::start_cursor) return Kind::start_cursor;
  if (role == FieldRole::end_cursor) return Kind::end_cursor;
  return Kind::cursor;
}

Error bad(const ReadField& field, std::string message) {
  return error_at(field.node(), base::ErrorCode::bad_request, std::move(message));
}

}  // namespace

const base::Json* ReadField::argument(std::string_view name) const {
  const auto* value = arguments.find(name);
  return value && !value->is_null() ? value : nullptr;
}

Error error_at(const ast::Field& node, base::ErrorCode code, std::string message) {
  Error error;
  error.message = std::move(message);
  if (node.span.source) error.locations.push_back(lang::line_column(*node.span.source, node.span.offset));
  error.code = base::error_info(code).name;
  return error;
}

bool is_typename(const ReadField& field) {
  return field.definition->name == "__typename";
}

query::Member typename_member(std::string_view key, const NamedType& type) {
  auto made = member(Kind::constant, key);
  base::append_json_string(made.text, type.name);
  return made;
}

Built<void> read_arguments(const ReadScope& scope, ReadField& field) {
  if (field.definition->arguments.empty()) return {};
  auto arguments =
      coerce_arguments(field.definition->arguments, field.node().arguments, field.node().span, scope.variables);
  if (!arguments) return std::unexpected(std::move(arguments).error());
  field.arguments = std::move(*arguments);
  return {};
}

std::size_t count_members(const std::vector<query::Member>& members) {
  std::size_t sum = members.size();
  for (const auto& member : members) sum += count_members(member.members);
  return sum;
}

Built<std::vector<ReadField>> read_fields(const ReadScope& scope, const NamedType& object,
                                          const std::vector<CollectedField>& collected) {
  std::vector<ReadField> fields;
  fields.reserve(collected.size());
  for (const auto& each : collected) {
    ReadField field;
    field.key = each.key;
    field.nodes = &each.nodes;
    field.definition = scope.schema.types().find_field(object, field.node().name.text);
    if (!field.definition) continue;
    field.meaning = scope.schema.meaning(*field.definition);
    TENON_TRY_VOID(read_arguments(scope, field));
    fields.push_back(std::move(field));
  }
  return fields;
}

const ast::Value* argument_literal(const ReadField& field, std::string_view name) {
  for (const auto& argument : field.node().arguments)
    if (argument.name.text == name) return &argument.value;
  return nullptr;
}

const InputValue& argument_definition(const ReadField& field, std::string_view name) {
  return *field.definition->find_argument(name);
}

Built<std::int64_t> count_argument(const ReadField& field, std::string_view name, std::int64_t otherwise,
                                   std::int64_t least, std::int64_t most) {
  const auto* given = field.argument(name);
  if (!given || !given->number()) return otherwise;
  if (const auto count = count_value(*given->number(), least, most)) return *count;
  return std::unexpected(bad(field, fmt::format("\"{}\" must be a whole number from {} to {}", name, least, most)));
}

Built<Builder::Members> Builder::row(const schema::Resource& resource, const Nodes& nodes) {
  Members members;
  const auto* type = scope_.schema.types().find_type(resource.name);
  if (!type) return members;
  const auto collected = collect_subfields(scope_.schema.types(), scope_.fragments, scope_.variables, *type, nodes);
  TENON_TRY(fields, read_fields(scope_, *type, collected));
  for (const auto& field : fields) {
    if (++members_ > query::limits::max_members)
      return std::unexpected(bad(field, fmt::format("An answer has at most {} fields", query::limits::max_members)));
    if (is_typename(field)) {
      members.push_back(typename_member(field.key, *type));
      continue;
    }
    TENON_TRY(made, row_member(field));
    members.push_back(std::move(made));
  }
  return members;
}

Built<query::Member> Builder::row_member(const ReadField& field) {
  const auto& [role, rows_of, stored] = field.meaning;
  if (role == FieldRole::value || role == FieldRole::key) return member(Kind::field, field.key, stored);
  if (role == FieldRole::to_one) {
    auto made = member(Kind::to_one, field.key, stored);
    TENON_TRY(members, row(*stored->target, *field.nodes));
    made.members = std::move(members);
    return made;
  }
  auto made = member(Kind::connection, field.key, stored);
  TENON_TRY(wanted, page(*rows_of, field));
  TENON_TRY(members, connection(*rows_of, field.definition->type.named(), *field.nodes));
  made.page = std::move(wanted);
  made.members = std::move(members);
  return made;
}

Built<Builder::Members> Builder::connection(const schema::Resource& resource, const NamedType& type,
                                            const Nodes& nodes) {
  Members members;
  const auto collected = collect_subfields(scope_.schema.types(), scope_.fragments, scope_.variables, type, nodes);
  TENON_TRY(fields, read_fields(scope_, type, collected));
  for (const auto& field : fields) {
    if (is_typename(field)) {
      members.push_back(typename_member(field.key, type));
      continue;
    }
    TENON_TRY(made, connection_member(resource, field));
    members.push_back(std::move(made));
  }
  return members;
}

Built<query::Member> Builder::connection_member(const schema::Resource& resource, const ReadField& field) {
  if (field.meaning.role == FieldRole::total_count) return member(Kind::total_count, field.key);
  auto kind = Kind::page_info;
  if (field.meaning.role == FieldRole::edges) kind = Kind::edges;
  if (field.meaning.role == FieldRole::nodes) kind = Kind::nodes;
  auto made = member(kind, field.key);
  TENON_TRY(members, kind == Kind::nodes ? row(resource, *field.nodes) : edge(resource, field));
  made.members = std::move(members);
  return made;
}

/// Members of an edge or of a pageInfo.
Built<Builder::Members> Builder::edge(const schema::Resource& resource, const ReadField& field) {
  const auto& type = field.definition->type.named();
  const auto collected =
      collect_subfields(scope_.schema.types(), scope_.fragments, scope_.variables, type, *field.nodes);
  TENON_TRY(fields, read_fields(scope_, type, collected));
  Members made;
  for (const auto& inner : fields) {
    if (is_typename(inner)) {
      made.push_back(typename_member(inner.key, type));
      continue;
    }
    const auto kind = kind_of(inner.meaning.role);
    auto each = member(kind, inner.key);
    if (kind == Kind::node) {
      TENON_TRY(members, row(resource, *inner.nodes));
      each.members = std::move(members);
    }
    made.push_back(std::move(each));
  }
  return made;
}

Built<std::vector<query::Operand>> Builder::cursor(const schema::Resource& resource,
                                                   const std::vector<query::SortKey>& sort, const ReadField& field,
                                                   std::string_view name) {
  std::vector<query::Operand> operands;
  const auto* given = field.argument(name);
  if (!given || !given->string()) return operands;
  auto values = scope_.engine.read_cursor(*given->string(), resource, sort);
  if (!values) return std::unexpected(bad(field, fmt::format("\"{}\": {}", name, values.error().text())));
  for (auto& value : *values) operands.push_back(operation_.add(std::move(value)));
  Binding binding{.kind = Binding::Kind::cursor, .operand = operands.front(), .resource = &resource, .sort = sort};
  note(std::move(binding), argument_literal(field, name));
  return operands;
}

void Builder::note(Binding binding, const ast::Value* literal) {
  if (!bindings_ || !literal || literal->kind != ast::ValueKind::variable) return;
  binding.variable = literal;
  bindings_->push_back(std::move(binding));
}

Built<query::Operand> Builder::search(const ReadField& field) {
  const auto* words = field.argument("search");
  if (!words || !words->string()) return query::Operand{-1};
  if (!has_words(*words->string())) return std::unexpected(bad(field, "\"search\" needs at least one word"));
  const auto operand = operation_.add(*words->string());
  note({.kind = Binding::Kind::words, .operand = operand}, argument_literal(field, "search"));
  return operand;
}

Built<query::Page> Builder::page(const schema::Resource& resource, const ReadField& field) {
  query::Page made;
  const bool backwards = field.argument("last") != nullptr;
  if (backwards && field.argument("first"))
    return std::unexpected(bad(field, "Give either \"first\" or \"last\", not both: a page is taken from one end"));
  const std::int64_t most = resource.max_page_size;
  const auto usual = std::min(query::limits::default_page_size, most);
  const std::string_view count = backwards ? "last" : "first";
  TENON_TRY(limit, count_argument(field, count, usual, 0, most));
  made.end = backwards ? query::PageEnd::last : query::PageEnd::first;
  TENON_TRY(keys, sort(field));
  made.sort = std::move(keys);
  TENON_TRY(conditions, filter(field));
  made.filter = std::move(conditions);
  TENON_TRY(words, search(field));
  made.search = words;
  TENON_TRY(after, cursor(resource, made.sort, field, "after"));
  TENON_TRY(before, cursor(resource, made.sort, field, "before"));
  made.after = std::move(after);
  made.before = std::move(before);
  made.limit = operation_.add(limit);
  // A variable without a value fills no place.
  if (field.argument(count))
    note({.kind = Binding::Kind::count, .operand = made.limit, .most = most}, argument_literal(field, count));
  return made;
}

}  // namespace tenon::api::graphql
