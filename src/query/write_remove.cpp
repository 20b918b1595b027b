#include "query/stored_row.hpp"
#include "query/write_operations.hpp"
#include "query/write_steps.hpp"

namespace tenon::query {

base::Task<base::Result<void>> remove_row(db::Transaction& transaction, const WritePlan& plan, const Remove& operation,
                                          const access::Principal& principal) {
  Steps steps(transaction, principal);
  auto stored = co_await load_row(steps, *plan.rules, operation.id, operation.if_match);
  if (!stored) co_return std::unexpected(stored.error());
  const std::vector<base::Value> operands{operation.id};
  const db::OnRow ignore = [](const db::RowView&) { return true; };
  auto removed = co_await steps.run(plan.rules->write, operands, ignore);
  if (removed) co_return base::Result<void>{};
  if (removed.error().kind == db::FailureKind::foreign_key)
    co_return std::unexpected(base::Error(base::ErrorCode::conflict, "Other rows still refer to this one"));
  co_return std::unexpected(db::to_error(removed.error()));
}

base::Task<base::Result<void>> link_rows(db::Transaction& transaction, const WritePlan& plan, const Link& operation,
                                         const access::Principal& principal) {
  Steps steps(transaction, principal);
  const auto& rules = *plan.rules;
  const auto& link = rules.links.front();
  const std::vector<std::string> any_version;
  auto stored = co_await load_row(steps, rules, operation.id, any_version);
  if (!stored) co_return std::unexpected(stored.error());
  bool readable = false;
  if (!link.target.never) {
    const std::vector<base::Value> key{operation.other_id};
    auto found = co_await steps.gives_row(link.target.sql, key);
    if (!found) co_return std::unexpected(found.error());
    readable = *found;
  }
  if (!readable) co_return std::unexpected(base::Error(base::ErrorCode::not_found));
  if (!stored->forbidden_fields.empty()) co_return std::unexpected(base::Error(base::ErrorCode::forbidden));
  const std::vector<base::Value> operands{operation.id, operation.other_id};
  const db::OnRow ignore = [](const db::RowView&) { return true; };
  const auto& statement = operation.mode == LinkMode::link ? link.insert : link.remove;
  auto done = co_await steps.run(statement, operands, ignore);
  if (!done) co_return std::unexpected(db::to_error(done.error()));
  auto checked = co_await check_linked_row(steps, rules, *stored, operation.id);
  co_return checked;
}

}  // namespace tenon::query
