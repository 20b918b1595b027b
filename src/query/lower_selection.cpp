#include "query/lower_selection.hpp"

#include "query/lower_filter.hpp"
#include "query/lower_members.hpp"
#include "query/sql_type.hpp"

#include <algorithm>

namespace tenon::query {
namespace {

const Include* find_include(const Selection& selection, const schema::Field& field) {
  for (const auto& include : selection.includes)
    if (include.relation == &field) return &include;
  return nullptr;
}

sql::ExprPtr lower_include(LowerScope& scope, const Include& include, const std::string& from) {
  const auto& field = *include.relation;
  const auto alias = scope.fresh_alias();
  auto rows = related_rows(scope, field, from, alias);
  if (is_false(rows.where))
    return field.is_list_relation() ? sql::literal(std::string("[]"), sql::Type::json)
                                    : sql::literal(base::Null{}, sql::Type::json);
  if (field.is_list_relation()) {
    auto wanted = lower_filter(scope, include.filter, alias);
    rows.where = sql::all_of({rows.where, std::move(wanted)});
  }
  auto object = sql::json_object(lower_selection(scope, include.selection, alias));
  rows.outputs.push_back({.expr = std::move(object), .alias = "j"});
  if (!field.is_list_relation()) return sql::scalar(std::move(rows), sql::Type::json);
  rows.order_by = lower_sort(scope, *field.target, include.sort, alias);
  rows.limit = scope.operand(include.limit, sql::Type::int64);
  return sql::json_array(std::move(rows));
}

}  // namespace

bool add_guard(LowerScope& scope, const schema::Field& field, const std::string& alias, sql::JsonMember& member) {
  member.guard = scope.read_guard(field, alias);
  if (!member.guard) return true;
  const bool omit = access::field_otherwise(field) == schema::Otherwise::omit;
  member.hidden = omit ? sql::WhenHidden::omit : sql::WhenHidden::mask;
  if (is_false(member.guard)) {
    if (omit) return false;
    // Never visible: do not even read it.
    member.value = sql::literal(base::Null{}, sql::Type::text);
  }
  return true;
}

sql::JsonKind json_kind(const schema::Field& field) {
  if (field.list) return sql::JsonKind::json;
  if (field.kind == schema::FieldKind::enumeration) return sql::JsonKind::text;
  switch (field.scalar) {
    case schema::Scalar::id:
    case schema::Scalar::string:
    case schema::Scalar::uuid:
    case schema::Scalar::email:
    case schema::Scalar::url:
    case schema::Scalar::date:
    case schema::Scalar::time: return sql::JsonKind::text;
    case schema::Scalar::int32: return sql::JsonKind::number;
    case schema::Scalar::floating: return sql::JsonKind::floating;
    case schema::Scalar::boolean: return sql::JsonKind::boolean;
    case schema::Scalar::big_int:
    case schema::Scalar::decimal: return sql::JsonKind::big;
    case schema::Scalar::date_time: return sql::JsonKind::date_time;
    case schema::Scalar::json: return sql::JsonKind::json;
    case schema::Scalar::bytes: return sql::JsonKind::bytes;
  }
  return sql::JsonKind::text;
}

std::vector<sql::JsonMember> lower_selection(LowerScope& scope, const Selection& selection, const std::string& alias) {
  if (!selection.members.empty()) return lower_members(scope, *selection.resource, selection.members, alias);
  std::vector<sql::JsonMember> members;
  const auto add = [&](const schema::Field& field) {
    sql::JsonMember member;
    member.name = field.name;
    if (const auto* include = find_include(selection, field)) {
      member.kind = sql::JsonKind::json;
      if (auto guard = scope.read_guard(field, alias); !guard || !is_false(guard))
        member.value = lower_include(scope, *include, alias);
    } else {
      member.kind = json_kind(field);
      member.value = column_of(alias, field);
    }
    if (add_guard(scope, field, alias, member)) members.push_back(std::move(member));
  };
  for (const auto* field : selection.fields) add(*field);
  for (const auto& include : selection.includes) {
    const bool written = std::ranges::find(selection.fields, include.relation) != selection.fields.end();
    if (!written) add(*include.relation);
  }
  return members;
}

std::vector<db::RowMember> as_columns(std::vector<sql::JsonMember> members, std::vector<sql::Output>& outputs) {
  std::vector<db::RowMember> columns;
  columns.reserve(members.size());
  for (auto& member : members) {
    db::RowMember column;
    if (member.kind != sql::JsonKind::end) column.key = db::quoted_key(member.name);
    column.kind = member.kind;
    column.hidden = member.hidden;
    if (!member.value) {
      columns.push_back(std::move(column));
      continue;
    }
    column.column = static_cast<int>(outputs.size());
    outputs.push_back({.expr = std::move(member.value), .alias = {}});
    if (member.guard) {
      column.guard = static_cast<int>(outputs.size());
      outputs.push_back({.expr = sql::make(sql::ExprKind::is_true, {std::move(member.guard)}), .alias = {}});
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

sql::ExprPtr visible_column(LowerScope& scope, const schema::Field& field, const std::string& alias) {
  auto column = column_of(alias, field);
  auto guard = scope.read_guard(field, alias);
  if (!guard) return column;
  const auto type = sql_type(field);
  return sql::make(sql::ExprKind::case_when, {std::move(guard), std::move(column), sql::literal(base::Null{}, type)},
                   type);
}

std::vector<SortKey> with_id(const schema::Resource& resource, const std::vector<SortKey>& sort) {
  std::vector<SortKey> keys;
  for (const auto& key : sort) {
    keys.push_back(key);
    if (key.field == resource.id) return keys;
  }
  keys.push_back({.field = resource.id, .descending = !sort.empty() && sort.back().descending});
  return keys;
}

std::vector<sql::OrderKey> lower_sort(LowerScope& scope, const schema::Resource& resource,
                                      const std::vector<SortKey>& sort, const std::string& alias) {
  return lower_order(scope, with_id(resource, sort), alias);
}

std::vector<sql::OrderKey> lower_order(LowerScope& scope, const std::vector<SortKey>& keys, const std::string& alias) {
  std::vector<sql::OrderKey> order;
  for (const auto& key : keys) {
    const bool guarded = scope.read_guard(*key.field, alias) != nullptr;
    order.push_back({.expr = visible_column(scope, *key.field, alias),
                     .direction = key.descending ? sql::Direction::descending : sql::Direction::ascending,
                     .nullable = guarded || !key.field->required});
  }
  return order;
}

}  // namespace tenon::query
