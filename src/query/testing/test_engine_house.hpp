#pragma once
#include "base/task_blocking.hpp"
#include "db/testing/test_fresh_database.hpp"
#include "migrate/define.hpp"
#include "query/engine.hpp"
#include "query/kept_answers.hpp"
#include "query/sql_type.hpp"
#include "query/testing/short_ids.hpp"
#include "query/testing/test_small_blog.hpp"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace tenon::query::testing {

using base::Value;
using Values = std::vector<std::pair<std::string_view, Value>>;  ///< by the field's name

inline Value text(std::string_view value) {
  return std::string(value);
}
inline Value number(std::int64_t value) {
  return value;
}

/// An engine over a real database, and short ways to say operations.
class EngineHouse : public Parts {
 public:
  explicit EngineHouse(std::string_view schema = small_blog, std::size_t plans = 1000)
      : Parts(schema), dialect(database.dialect()) {
    auto statements = migrate::create_statements(*model, dialect);
    std::ranges::move(kept_answers_definition(dialect), std::back_inserter(statements));
    if (auto defined = database->define(statements); !defined) throw std::runtime_error(defined.error().message);
    EngineOptions options;
    options.cursor_key = base::Secret("a key for tests");
    options.plans_per_loop = plans;
    engine = std::make_unique<Engine>(model, *database, std::move(options));
  }

  access::Principal anonymous() const {
    access::Principal principal;
    principal.now = now;
    return principal;
  }
  access::Principal as(std::string_view id, std::string_view role_name = "user") {
    auto principal = anonymous();
    principal.credential = access::Credential::access_token;
    principal.id = known(text(id));
    principal.roles = role(role_name);
    return principal;
  }

  /// Puts a row into the database past all rules; times are 0 unless given.
  void put(std::string_view type_name, const Values& values) {
    const auto& resource = type(type_name);
    sql::Insert insert;
    insert.table = resource.table;
    std::vector<Value> parameters;
    const auto set = [&](const schema::Field& to, Value value) {
      insert.values.push_back({to.column, sql::parameter(static_cast<int>(parameters.size()), sql_type(to))});
      parameters.push_back(known(to, std::move(value)));
    };
    for (const auto& each : resource.fields) {
      if (!each->stored()) continue;
      const auto given = std::ranges::find(values, each->name, &Values::value_type::first);
      if (given != values.end())
        set(*each, given->second);
      else if (each.get() == resource.created_at || each.get() == resource.updated_at)
        set(*each, number(0));
      else if (each->default_value)
        set(*each, each->default_value->value);
    }
    run(sql::render(insert, dialect), parameters);
    if (dialect == sql::Dialect::postgres && resource.id->scalar == schema::Scalar::big_int) count_on(resource);
  }
  void put_link(std::string_view list_path, const Value& row, const Value& other) {
    const auto& list = field(list_path);
    sql::Insert insert;
    insert.table = list.join.table;
    insert.values = {{list.join.this_column, sql::parameter(0, sql_type(*list.owner_type->id))},
                     {list.join.other_column, sql::parameter(1, sql_type(*list.target->id))}};
    run(sql::render(insert, dialect), {known(row), known(other)});
  }
  void take(std::string_view type_name, const Value& id) {
    const auto& resource = type(type_name);
    sql::Delete remove;
    remove.table = resource.table;
    remove.where =
        sql::make(sql::ExprKind::equal, {column_of({}, *resource.id), sql::parameter(0, sql_type(*resource.id))});
    run(sql::render(remove, dialect), {known(id)});
  }
  /// One column of all rows, by id; lists of links by their first column.
  std::vector<Value> stored(std::string_view path) {
    const auto& wanted = field(path);
    sql::Select select;
    select.alias = "t";
    select.table = wanted.stored() ? wanted.owner_type->table : wanted.join.table;
    select.outputs.push_back(
        {.expr = wanted.stored() ? column_of("t", wanted) : sql::column("t", wanted.join.other_column), .alias = {}});
    select.order_by.push_back({.expr = wanted.stored() ? column_of("t", *wanted.owner_type->id)
                                                       : sql::column("t", wanted.join.other_column)});
    std::vector<Value> values;
    const db::OnRow on_row = [&](const db::RowView& row) {
      values.push_back(ids_.out(row.value(0)));
      return true;
    };
    run(sql::render(select, dialect), {}, on_row);
    return values;
  }

  Selection select(std::string_view type_name, const std::vector<std::string_view>& fields) const {
    Selection selection;
    selection.resource = &type(type_name);
    for (const auto name : fields) selection.fields.push_back(selection.resource->find_field(name));
    return selection;
  }
  Include include(std::string_view path, Selection selection) const {
    Include include;
    include.relation = &field(path);
    include.selection = std::move(selection);
    return include;
  }
  Get get_of(std::string_view type_name, const std::vector<std::string_view>& fields, Value id) const {
    Get get;
    get.selection = select(type_name, fields);
    get.id = get.add(std::move(id));
    return get;
  }
  List list_of(std::string_view type_name, const std::vector<std::string_view>& fields,
               std::int64_t limit = 100) const {
    List list;
    list.selection = select(type_name, fields);
    list.limit = list.add(limit);
    return list;
  }
  template <typename Op>
  Filter compare(Op& operation, const std::vector<std::string_view>& path, Comparison comparison, Value value) const {
    Filter filter;
    filter.kind = Filter::Kind::compare;
    const auto* resource = operation.selection.resource;
    for (const auto& name : path) {
      const auto* step = resource->find_field(name);
      if (!step) throw std::runtime_error("no field " + std::string(name));
      if (&name != &path.back()) {
        filter.path.hops.push_back(step);
        resource = step->target;
      } else {
        filter.path.field = step;
      }
    }
    filter.comparison = comparison;
    filter.operands = {operation.add(std::move(value))};
    return filter;
  }

  RowInput row(std::string_view type_name, const Values& values) const {
    RowInput input;
    for (const auto& [name, value] : values) input.values.push_back({type(type_name).find_field(name), value});
    return input;
  }
  Create create_of(std::string_view type_name, const Values& values,
                   const std::vector<std::string_view>& answer = {"id"}) const {
    Create create;
    create.resource = &type(type_name);
    create.rows.push_back(row(type_name, values));
    create.selection = select(type_name, answer);
    return create;
  }
  Update update_of(std::string_view type_name, Value id, const Values& values, UpdateMode mode = UpdateMode::merge,
                   const std::vector<std::string_view>& answer = {"id"}) const {
    Update update;
    update.resource = &type(type_name);
    update.id = std::move(id);
    update.row = row(type_name, values);
    update.mode = mode;
    update.selection = select(type_name, answer);
    return update;
  }
  Remove remove_of(std::string_view type_name, Value id) const {
    Remove remove;
    remove.resource = &type(type_name);
    remove.id = std::move(id);
    return remove;
  }
  Link link_of(std::string_view path, Value id, Value other, LinkMode mode = LinkMode::link) const {
    Link link;
    link.relation = &field(path);
    link.id = std::move(id);
    link.other_id = std::move(other);
    link.mode = mode;
    return link;
  }

  // What came of an operation: JSON, or "403" with the fields it names: "422 title:required".
  std::string get(Get operation, const access::Principal& principal) {
    std::string out;
    if (!operation.key) know(operation, operation.id);
    auto answer = base::run_blocking(engine->get(operation, principal, out, base::Deadline::never()));
    if (answer) read = *answer;
    return say(answer, std::move(out));
  }
  std::string list(List operation, const access::Principal& principal) {
    std::string out;
    if (operation.parent) know(operation, operation.parent->id);
    if (dialect != sql::Dialect::sqlite) ids_.in(operation.filter, operation.operands);
    auto answer = base::run_blocking(engine->list(operation, principal, out, base::Deadline::never()));
    if (answer) read = *answer;
    return say(answer, std::move(out));
  }
  std::string connect(Connect operation, const access::Principal& principal) {
    std::string out;
    if (dialect != sql::Dialect::sqlite) {
      ids_.in(operation.page.filter, operation.operands);
      know(operation, operation.members);
    }
    auto answer = base::run_blocking(engine->connect(operation, principal, out, base::Deadline::never()));
    if (answer) read = *answer;
    return say(answer, std::move(out));
  }
  std::string aggregate(Aggregate operation, const access::Principal& principal) {
    std::string out;
    if (dialect != sql::Dialect::sqlite) ids_.in(operation.filter, operation.operands);
    auto answer = base::run_blocking(engine->aggregate(operation, principal, out, base::Deadline::never()));
    if (answer) read = *answer;
    return say(answer, std::move(out));
  }
  std::string create(Create operation, const access::Principal& principal) {
    std::string out;
    auto answer = base::run_blocking(engine->create(known(std::move(operation)), principal, out));
    if (answer) written = *answer;
    return say(answer, std::move(out));
  }
  std::string update(Update operation, const access::Principal& principal) {
    std::string out;
    operation.id = known(std::move(operation.id));
    know(operation.row);
    auto answer = base::run_blocking(engine->update(std::move(operation), principal, out));
    if (answer) written = *answer;
    return say(answer, std::move(out));
  }
  std::string remove(Remove operation, const access::Principal& principal) {
    operation.id = known(std::move(operation.id));
    return say(base::run_blocking(engine->remove(std::move(operation), principal)), "removed");
  }
  std::string link(Link operation, const access::Principal& principal) {
    operation.id = known(std::move(operation.id));
    operation.other_id = known(std::move(operation.other_id));
    return say(base::run_blocking(engine->link(std::move(operation), principal)), "done");
  }

  // What the tests call a row, as this database knows it.
  /// The filters of nested pages.
  void know(Operation& operation, std::vector<Member>& members) {
    for (auto& member : members) {
      ids_.in(member.page.filter, operation.operands);
      know(operation, member.members);
    }
  }
  Value known(Value id) { return dialect == sql::Dialect::sqlite ? id : ids_.in(std::move(id)); }
  Create known(Create operation) {
    operation.id = known(std::move(operation.id));
    operation.parent_id = known(std::move(operation.parent_id));
    for (auto& each : operation.rows) know(each);
    return operation;
  }
  /// And back: an output as the tests call its rows.
  std::string told(std::string out) const { return ids_.out(std::move(out)); }
  Value known(const schema::Field& of, Value value) {
    return dialect == sql::Dialect::sqlite ? value : ids_.in(of, std::move(value));
  }

  db::testing::FreshDatabase database;
  const sql::Dialect dialect;
  std::unique_ptr<Engine> engine;
  base::Micros now = 1'000'000;
  ReadAnswer read;      ///< of the last get or list that went well
  WriteAnswer written;  ///< of the last write that went well

 private:
  template <typename Op>
  void know(Op& operation, Operand operand) {
    auto& value = operation.operands[static_cast<std::size_t>(operand)];
    value = known(std::move(value));
  }
  /// Keys given past the database's own counter: SQLite counts on from them by itself.
  void count_on(const schema::Resource& resource) {
    sql::Statement statement;
    static std::atomic<std::uint64_t> next{1ULL << 59U};
    statement.id = next++;
    statement.text = "SELECT setval(pg_get_serial_sequence('\"" + resource.table + "\"', '" + resource.id->column +
                     "'), (SELECT max(\"" + resource.id->column + "\") FROM \"" + resource.table + "\"))";
    run(statement, {});
  }
  void know(RowInput& input) {
    if (dialect != sql::Dialect::sqlite) ids_.in(input);
  }

  template <typename T>
  std::string say(const base::Result<T>& result, std::string out) const {
    if (result) return ids_.out(std::move(out));
    auto said = std::to_string(base::error_info(result.error().code).http_status);
    // "removed" and "done" are no output of the engine.
    if (!out.empty() && (out[0] == '{' || out[0] == '[')) said += " and output " + out;
    for (const auto& detail : result.error().details) said += " " + detail.field + ":" + detail.code;
    if (!result.error().cause.empty()) said += " because " + result.error().cause;
    return said;
  }

  void run(const sql::Statement& statement, const std::vector<Value>& parameters, const db::OnRow& on_row = {}) {
    db::Script script = [&](db::Transaction& transaction) {
      return run_in(transaction, statement, parameters, on_row);
    };
    auto done = base::run_blocking(database->write(std::move(script)));
    if (!done) throw std::runtime_error(done.error().cause);
  }
  static base::Task<base::Result<void>> run_in(db::Transaction& transaction, const sql::Statement& statement,
                                               const std::vector<Value>& parameters, const db::OnRow& on_row) {
    const db::OnRow ignore = [](const db::RowView&) { return true; };
    auto done = co_await transaction.run(statement, parameters, on_row ? on_row : ignore);
    if (!done) co_return std::unexpected(base::internal_error(done.error().message + " in " + statement.text));
    co_return base::Result<void>{};
  }

  ShortIds ids_;
};

}  // namespace tenon::query::testing
