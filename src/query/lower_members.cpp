#include "query/lower_members.hpp"

#include "query/lower_connection.hpp"
#include "query/lower_selection.hpp"
#include "query/sql_type.hpp"

#include <cassert>
#include <iterator>

namespace tenon::query {
namespace {

sql::ExprPtr lower_to_one(LowerScope& scope, const Member& member, const std::string& from) {
  const auto alias = scope.fresh_alias();
  auto row = related_rows(scope, *member.field, from, alias);
  if (is_false(row.where)) return sql::literal(base::Null{}, sql::Type::json);
  auto object = sql::json_object(lower_members(scope, *member.field->target, member.members, alias));
  row.outputs.push_back({.expr = std::move(object), .alias = {}});
  return sql::scalar(std::move(row), sql::Type::json);
}

sql::ExprPtr lower_list(LowerScope& scope, const Member& member, const std::string& from) {
  const ListSource source{.resource = *member.field->target, .relation = member.field, .from = from};
  auto connection = lower_connection(scope, source, member.page, member.members);
  auto object = sql::json_object(std::move(connection.members));
  if (!connection.select.from) return object;
  connection.select.outputs.push_back({.expr = std::move(object), .alias = {}});
  return sql::scalar(std::move(connection.select), sql::Type::json);
}

}  // namespace

sql::JsonMember constant_member(const Member& member) {
  sql::JsonMember constant;
  constant.name = member.name;
  constant.kind = sql::JsonKind::json;
  constant.value = sql::literal(member.text, sql::Type::json);
  return constant;
}

void append_object(std::vector<sql::JsonMember>& to, std::string name, std::vector<sql::JsonMember> members) {
  sql::JsonMember begin;
  begin.name = std::move(name);
  begin.kind = sql::JsonKind::begin;
  to.push_back(std::move(begin));
  to.insert(to.end(), std::make_move_iterator(members.begin()), std::make_move_iterator(members.end()));
  sql::JsonMember end;
  end.kind = sql::JsonKind::end;
  to.push_back(std::move(end));
}

std::vector<sql::JsonMember> lower_members(LowerScope& scope, const schema::Resource& resource,
                                           const std::vector<Member>& members, const std::string& alias) {
  std::vector<sql::JsonMember> lowered;
  for (const auto& member : members) {
    if (member.kind == Member::Kind::constant) {
      lowered.push_back(constant_member(member));
      continue;
    }
    if (member.kind == Member::Kind::node) {
      append_object(lowered, member.name, lower_members(scope, resource, member.members, alias));
      continue;
    }
    const auto& field = *member.field;
    assert(field.owner_type == &resource);
    sql::JsonMember json;
    json.name = member.name;
    json.kind = sql::JsonKind::json;
    const auto guard = scope.read_guard(field, alias);
    const bool hidden = guard && is_false(guard);
    json.value = sql::literal(base::Null{}, sql::Type::json);
    if (member.kind == Member::Kind::field) {
      json.kind = json_kind(field);
      json.value = column_of(alias, field);
    } else if (!hidden) {
      json.value =
          member.kind == Member::Kind::to_one ? lower_to_one(scope, member, alias) : lower_list(scope, member, alias);
    }
    // What was asked for by name is there, if only as null.
    if (!add_guard(scope, field, alias, json)) json.value = sql::literal(base::Null{}, sql::Type::text);
    if (json.hidden == sql::WhenHidden::omit) json.hidden = sql::WhenHidden::null;
    lowered.push_back(std::move(json));
  }
  return lowered;
}

}  // namespace tenon::query
