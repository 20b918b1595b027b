#include "query/lower_connection.hpp"

#include "query/lower_filter.hpp"
#include "query/lower_members.hpp"
#include "query/lower_page.hpp"
#include "query/lower_search.hpp"
#include "query/lower_selection.hpp"
#include "query/sql_type.hpp"

#include <cassert>

namespace tenon::query {
namespace {

char key_kind(const schema::Field& field) {
  switch (sql_type(field)) {
    case sql::Type::boolean: return 'b';
    case sql::Type::int32:
    case sql::Type::int64:
    case sql::Type::timestamp: return 'i';
    case sql::Type::floating: return 'd';
    case sql::Type::decimal:
    case sql::Type::text:
    case sql::Type::uuid:
    case sql::Type::date:
    case sql::Type::time:
    case sql::Type::json: return 's';
    case sql::Type::bytes: return 'x';
  }
  return 's';
}

sql::JsonMember json_member(std::string name, sql::JsonKind kind, sql::ExprPtr value) {
  sql::JsonMember member;
  member.name = std::move(name);
  member.kind = kind;
  member.value = std::move(value);
  return member;
}

/// Rows are found by an inner SELECT, at most one more than wanted; an outer one makes a single object of them.
class ConnectionLowering {
 public:
  ConnectionLowering(LowerScope& scope, const ListSource& source, const Page& page)
      : scope_(scope),
        source_(source),
        page_(page),
        alias_(scope.fresh_alias()),
        found_(scope.fresh_alias()),
        keys_(with_id(source.resource, page.sort)),
        rows_(listed_rows(scope, source, page, alias_)) {}

  LoweredConnection run(const std::vector<Member>& members) {
    LoweredConnection connection;
    for (const auto& member : members) add(member, connection.members);
    if (!uses_rows_) return connection;
    bound_rows();
    connection.select.from = std::make_shared<const sql::Select>(std::move(rows_));
    connection.select.alias = found_;
    return connection;
  }

 private:
  using Members = std::vector<sql::JsonMember>;
  using Kind = Member::Kind;
  enum class Row : std::uint8_t { start, end };

  bool backwards() const { return page_.end == PageEnd::last; }
  sql::ExprPtr limit() { return scope_.operand(page_.limit, sql::Type::int64); }

  void add(const Member& member, Members& to) {
    switch (member.kind) {
      case Kind::constant: return to.push_back(constant_member(member));
      case Kind::edges: return add_rows(member, edge(member), to);
      case Kind::nodes: return add_rows(member, lower_members(scope_, source_.resource, member.members, alias_), to);
      case Kind::total_count: return to.push_back(json_member(member.name, sql::JsonKind::number, total()));
      case Kind::page_info: {
        Members inner;
        for (const auto& each : member.members) add(each, inner);
        return append_object(to, member.name, std::move(inner));
      }
      case Kind::has_next_page:
        return to.push_back(json_member(member.name, sql::JsonKind::boolean, backwards() ? behind() : more()));
      case Kind::has_previous_page:
        return to.push_back(json_member(member.name, sql::JsonKind::boolean, backwards() ? more() : ahead()));
      case Kind::start_cursor:
        return to.push_back(json_member(member.name, sql::JsonKind::json, cursor_of(Row::start)));
      case Kind::end_cursor: return to.push_back(json_member(member.name, sql::JsonKind::json, cursor_of(Row::end)));
      case Kind::field:
      case Kind::to_one:
      case Kind::connection:
      case Kind::cursor:
      case Kind::node:
      case Kind::group:
      case Kind::count:
      case Kind::sum:
      case Kind::minimum:
      case Kind::maximum:
      case Kind::average: assert(false && "no member of a connection");
    }
  }

  Members edge(const Member& edges) {
    Members members;
    for (const auto& member : edges.members) {
      if (member.kind == Kind::constant)
        members.push_back(constant_member(member));
      else if (member.kind == Kind::cursor)
        members.push_back(json_member(member.name, sql::JsonKind::json, keys()));
      else
        append_object(members, member.name, lower_members(scope_, source_.resource, member.members, alias_));
    }
    return members;
  }

  /// A column of the inner SELECT, seen from the outer one.
  sql::ExprPtr found(sql::ExprPtr value) {
    uses_rows_ = true;
    auto name = "c" + std::to_string(rows_.outputs.size());
    rows_.outputs.push_back({.expr = std::move(value), .alias = name});
    return sql::column(found_, std::move(name), sql::Type::json);
  }

  void add_rows(const Member& member, Members row, Members& to) {
    sql::Expr rows;
    rows.kind = sql::ExprKind::page_rows;
    rows.type = sql::Type::json;
    rows.index = backwards() ? 1 : 0;
    rows.children = {found(sql::json_object(std::move(row))), limit()};
    to.push_back(json_member(member.name, sql::JsonKind::json, std::make_shared<const sql::Expr>(std::move(rows))));
  }

  sql::ExprPtr keys() {
    if (cursor_ < 0) {
      cursor_ = static_cast<int>(scope_.cursors.size());
      scope_.cursors.push_back({.resource = &source_.resource, .keys = keys_});
    }
    sql::Expr keys;
    keys.kind = sql::ExprKind::cursor_keys;
    keys.type = sql::Type::json;
    keys.name = std::to_string(cursor_) + ':';
    for (const auto& key : keys_) {
      keys.name += key_kind(*key.field);
      keys.children.push_back(visible_column(scope_, *key.field, alias_));
    }
    return std::make_shared<const sql::Expr>(std::move(keys));
  }

  sql::ExprPtr cursor_of(Row row) {
    if (!cursor_column_) cursor_column_ = found(keys());
    const bool first_read = (row == Row::start) != backwards();
    return sql::make(first_read ? sql::ExprKind::page_first : sql::ExprKind::page_last, {cursor_column_, limit()},
                     sql::Type::json);
  }

  sql::ExprPtr total() {
    auto counted = listed_rows(scope_, source_, page_, scope_.fresh_alias());
    counted.outputs.push_back({.expr = sql::make(sql::ExprKind::count_all, {}, sql::Type::int64), .alias = {}});
    return sql::scalar(std::move(counted), sql::Type::int64);
  }

  /// Whether there is a row beyond those that are read.
  sql::ExprPtr more() {
    uses_rows_ = true;
    probes_ = true;
    return sql::make(sql::ExprKind::greater, {sql::make(sql::ExprKind::count_all, {}, sql::Type::int64), limit()});
  }

  /// Whether there are rows on the near side of a cursor.
  sql::ExprPtr beyond(const std::vector<SortKey>& keys, const std::vector<Operand>& cursor) {
    const auto alias = scope_.fresh_alias();
    auto rows = listed_rows(scope_, source_, page_, alias);
    rows.where = sql::all_of({rows.where, lower_not_after(scope_, keys, cursor, alias)});
    rows.outputs.push_back({.expr = sql::literal(std::int64_t{1}, sql::Type::int64), .alias = {}});
    return sql::exists(std::move(rows));
  }

  sql::ExprPtr ahead() {
    if (!page_.after.empty()) return beyond(keys_, page_.after);
    if (page_.offset < 0) return sql::boolean(false);
    return sql::make(sql::ExprKind::greater,
                     {scope_.operand(page_.offset, sql::Type::int64), sql::literal(std::int64_t{0}, sql::Type::int64)});
  }
  sql::ExprPtr behind() { return page_.before.empty() ? sql::boolean(false) : beyond(turned(keys_), page_.before); }

  void bound_rows() {
    std::vector<sql::ExprPtr> conditions{rows_.where};
    if (!page_.after.empty()) conditions.push_back(lower_after(scope_, keys_, page_.after, alias_));
    if (!page_.before.empty()) conditions.push_back(lower_after(scope_, turned(keys_), page_.before, alias_));
    rows_.where = sql::all_of(std::move(conditions));
    rows_.order_by = lower_order(scope_, backwards() ? turned(keys_) : keys_, alias_);
    rows_.limit = probes_ ? scope_.probe(page_.limit) : limit();
    if (page_.offset >= 0) rows_.offset = scope_.operand(page_.offset, sql::Type::int64);
  }

  LowerScope& scope_;
  const ListSource& source_;
  const Page& page_;
  const std::string alias_;  ///< of the listed rows
  const std::string found_;  ///< of the inner SELECT
  const std::vector<SortKey> keys_;
  sql::Select rows_;
  sql::ExprPtr cursor_column_;
  int cursor_ = -1;
  bool uses_rows_ = false;
  bool probes_ = false;
};

}  // namespace

sql::Select listed_rows(LowerScope& scope, const ListSource& source, const Page& page, const std::string& alias) {
  sql::Select rows;
  if (source.relation) {
    rows = related_rows(scope, *source.relation, source.from, alias);
  } else {
    rows.table = source.resource.table;
    rows.alias = alias;
    rows.where = scope.row_rule(source.resource, schema::Operation::read, alias);
  }
  std::vector<sql::ExprPtr> conditions;
  if (page.search >= 0) conditions.push_back(lower_search(scope, source.resource, page.search, alias));
  conditions.push_back(lower_filter(scope, page.filter, alias));
  conditions.push_back(rows.where);
  rows.where = sql::all_of(std::move(conditions));
  return rows;
}

LoweredConnection lower_connection(LowerScope& scope, const ListSource& source, const Page& page,
                                   const std::vector<Member>& members) {
  return ConnectionLowering(scope, source, page).run(members);
}

}  // namespace tenon::query
