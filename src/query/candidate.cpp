#include "query/candidate.hpp"

#include "query/prepare.hpp"
#include "query/sql_type.hpp"

namespace tenon::query {

Prepared compile_candidate(const schema::ExpressionPtr& rule, const schema::Resource& resource, const Ground& ground) {
  LowerScope scope(ground);
  sql::Select values;
  int operand = 0;
  for (const auto& field : resource.fields)
    if (field->stored())
      values.outputs.push_back({.expr = scope.operand(operand++, sql_type(*field)), .alias = field->column});
  const auto alias = scope.fresh_alias();
  sql::Select select;
  select.from = std::make_shared<const sql::Select>(std::move(values));
  select.alias = alias;
  select.outputs.push_back({.expr = sql::literal(std::int64_t{1}, sql::Type::int64), .alias = {}});
  select.where = scope.holds(rule, alias);
  return prepare(scope, select);
}

base::Task<base::Result<bool>> holds_for_candidate(Steps& steps, const RuleCheck& check,
                                                   const schema::Resource& resource, const RowValues& row,
                                                   const RowValues* old) {
  if (!check.candidate) co_return true;
  std::vector<base::Value> operands;
  for (const auto& field : resource.fields)
    if (field->stored()) operands.push_back(row.get(*field));
  auto holds = co_await steps.gives_row(*check.candidate, operands, old);
  co_return holds;
}

}  // namespace tenon::query
