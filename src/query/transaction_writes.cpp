#include "query/transaction_writes.hpp"

#include "query/answer_row.hpp"
#include "query/masked.hpp"
#include "query/write_steps.hpp"

#include <utility>

namespace tenon::query {

base::Task<base::Result<WriteAnswer>> TransactionWrites::create(const Create& operation, std::string& out) {
  const auto plan = engine_.plan_create(operation, principal_);
  const auto price = plan.price(operation);
  TENON_CO_TRY_VOID(spend(operation, price));
  auto task = create_with_nested(transaction_, plan, operation, principal_, engine_.planner(principal_), out);
  auto answer = co_await std::move(task);
  if (answer)
    answer->price = price;
  else
    failed_ = answer.error();
  co_return answer;
}

base::Task<base::Result<WriteAnswer>> TransactionWrites::update(const Update& operation, std::string& out) {
  const auto plan = engine_.plan_update(operation, principal_);
  const auto price = plan.price(operation);
  TENON_CO_TRY_VOID(spend(operation, price));
  auto task = update_row(transaction_, plan, operation, principal_, out);
  auto answer = co_await std::move(task);
  if (answer)
    answer->price = price;
  else
    failed_ = answer.error();
  co_return answer;
}

base::Task<base::Result<void>> TransactionWrites::remove(const Remove& operation) {
  const auto plan = engine_.plan_remove(operation, principal_);
  TENON_CO_TRY_VOID(spend(operation, costs::write));
  auto task = remove_row(transaction_, plan, operation, principal_);
  auto done = co_await std::move(task);
  if (!done) failed_ = done.error();
  co_return done;
}

base::Task<base::Result<void>> TransactionWrites::link(const Link& operation) {
  WritePlan plan;
  plan.rules = engine_.plan_link(*operation.relation, class_of(principal_));
  TENON_CO_TRY_VOID(spend(operation, costs::link));
  auto task = link_rows(transaction_, plan, operation, principal_);
  auto done = co_await std::move(task);
  if (!done) failed_ = done.error();
  co_return done;
}

base::Task<base::Result<WriteAnswer>> TransactionWrites::row(const Selection& selection, const base::Value& id,
                                                             std::span<const base::Value> operands, std::string& out) {
  const auto plan = engine_.answer_plan(*selection.resource, selection, operands, principal_);
  TENON_CO_TRY_VOID(pay(plan->cost.price(operands)));
  Steps steps(transaction_, principal_);
  WriteAnswer answer;
  const auto start = out.size();
  auto task = append_answer(steps, *plan, id, operands, engine_.options_.cursor_key, out);
  auto etag = co_await std::move(task);
  if (!etag) {
    failed_ = etag.error();
    co_return std::unexpected(etag.error());
  }
  answer.withheld = etag->empty();
  answer.etag = std::move(*etag);
  answer.ids.push_back(id);
  answer.masked = resolve_masked(out, start);
  co_return answer;
}

}  // namespace tenon::query
