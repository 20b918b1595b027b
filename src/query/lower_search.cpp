#include "query/lower_search.hpp"

#include "query/sql_type.hpp"

namespace tenon::query {

sql::ExprPtr lower_search(LowerScope& scope, const schema::Resource& resource, Operand words,
                          const std::string& alias) {
  auto match = std::make_shared<sql::Expr>();
  match->kind = sql::ExprKind::full_text_match;
  match->type = sql::Type::boolean;
  match->table = alias;
  match->name = resource.table;
  match->children = {scope.operand(words, sql::Type::text)};
  for (const auto* field : resource.search) match->children.push_back(column_of(alias, *field));
  std::vector<sql::ExprPtr> conditions{std::move(match)};
  for (const auto* field : resource.search)
    if (auto guard = scope.read_guard(*field, alias)) conditions.push_back(std::move(guard));
  return sql::all_of(std::move(conditions));
}

}  // namespace tenon::query
