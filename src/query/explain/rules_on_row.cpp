#include "query/explain/rules_on_row.hpp"

#include "query/bind.hpp"
#include "query/prepare.hpp"
#include "query/sql_type.hpp"

namespace tenon::query {

struct RulesOnRow::Prepared : query::Prepared {};

RulesOnRow::RulesOnRow(const schema::Resource& resource, std::span<const schema::ExpressionPtr> rules,
                       const Ground& ground)
    : count_(rules.size()) {
  LowerScope scope(ground);
  const auto alias = scope.fresh_alias();
  sql::Select select;
  select.table = resource.table;
  select.alias = alias;
  select.where =
      sql::make(sql::ExprKind::equal, {column_of(alias, *resource.id), scope.operand(0, sql_type(*resource.id))});
  // Never without a column, so that a row is told from none.
  select.outputs.push_back({.expr = sql::literal(std::int64_t{1}, sql::Type::int64), .alias = {}});
  for (const auto& rule : rules)
    select.outputs.push_back({.expr = sql::make(sql::ExprKind::is_true, {scope.holds(rule, alias)}), .alias = {}});
  prepared_ = std::make_shared<const Prepared>(Prepared{prepare(scope, select)});
}

base::Task<base::Result<std::optional<std::vector<bool>>>> RulesOnRow::judge(db::Database& database, base::Value id,
                                                                             const access::Principal& principal) const {
  std::optional<std::vector<bool>> verdicts;
  const db::OnRow on_row = [&](const db::RowView& row) {
    verdicts.emplace();
    for (std::size_t i = 0; i < count_; ++i) verdicts->push_back(row.integer(static_cast<int>(i) + 1) != 0);
    return false;
  };
  const std::function<void()> restart = [&] { verdicts.reset(); };
  const std::vector<base::Value> operands{std::move(id)};
  const auto values = bind_parameters(prepared_->parameters, operands, principal);
  auto task = database.read(prepared_->statement, values, on_row, restart, base::Deadline::never());
  auto outcome = co_await std::move(task);
  if (!outcome) co_return std::unexpected(db::to_error(outcome.error()));
  co_return std::move(verdicts);
}

}  // namespace tenon::query
