#include "query/answer_row.hpp"
#include "query/engine_impl.hpp"
#include "query/masked.hpp"
#include "query/write_steps.hpp"

#include <optional>
#include <utility>

namespace tenon::query {

base::Task<base::Result<WriteAnswer>> Engine::create(Create operation, const access::Principal& principal,
                                                     std::string& out) {
  const auto plan = impl_->plan_create(operation, principal);
  if (const auto quick = impl_->plan_quick_create(operation, *plan.rules, principal)) {
    auto task = create_quickly(impl_->database_, *quick, *plan.rules, operation, principal, out);
    auto created = co_await std::move(task);
    if (created) co_return std::move(*created);
  }
  const auto start = out.size();
  auto work = [&](db::Transaction& transaction) {
    out.resize(start);
    return create_rows(transaction, plan, operation, principal, Rights::full, out);
  };
  auto task = impl_->write<WriteAnswer>(work);
  auto answer = co_await std::move(task);
  if (!answer) out.resize(start);
  co_return answer;
}

base::Task<base::Result<WriteAnswer>> Engine::update(Update operation, const access::Principal& principal,
                                                     std::string& out) {
  const auto plan = impl_->plan_update(operation, principal);
  const auto start = out.size();
  auto work = [&](db::Transaction& transaction) {
    out.resize(start);
    return update_row(transaction, plan, operation, principal, out);
  };
  auto task = impl_->write<WriteAnswer>(work);
  auto answer = co_await std::move(task);
  if (!answer) out.resize(start);
  co_return answer;
}

base::Task<base::Result<void>> Engine::remove(Remove operation, const access::Principal& principal) {
  const auto plan = impl_->plan_remove(operation, principal);
  if (may_be_quick(operation, *plan.rules, impl_->database_.dialect())) {
    auto quick = remove_quickly(impl_->database_, *plan.rules, operation, principal);
    auto removed = co_await std::move(quick);
    if (removed) co_return std::move(*removed);
  }
  db::Script script = [&](db::Transaction& transaction) { return remove_row(transaction, plan, operation, principal); };
  auto done = co_await impl_->database_.write(std::move(script));
  co_return done;
}

base::Task<base::Result<void>> Engine::link(Link operation, const access::Principal& principal) {
  WritePlan plan;
  plan.rules = impl_->plan_link(*operation.relation, class_of(principal));
  db::Script script = [&](db::Transaction& transaction) { return link_rows(transaction, plan, operation, principal); };
  auto done = co_await impl_->database_.write(std::move(script));
  co_return done;
}

base::Task<base::Result<WriteAnswer>> Engine::create_in(db::Transaction& transaction, const Create& operation,
                                                        const access::Principal& principal, Registration registration,
                                                        std::string& out) {
  const auto plan = impl_->plan_create(operation, principal);
  auto rights = registration == Registration::yes ? Rights::fields_only : Rights::full;
  if (principal.credential == access::Credential::operator_console) rights = Rights::none;
  auto answer = co_await create_rows(transaction, plan, operation, principal, rights, out);
  co_return answer;
}

/// Each operation is planned on the transaction's own thread, with that thread's plans.
class TransactionWrites final : public Writes {
 public:
  TransactionWrites(Engine::Impl& engine, db::Transaction& transaction, const access::Principal& principal)
      : engine_(engine), transaction_(transaction), principal_(principal) {}

  base::Task<base::Result<WriteAnswer>> create(const Create& operation, std::string& out) override {
    const auto plan = engine_.plan_create(operation, principal_);
    auto task = create_rows(transaction_, plan, operation, principal_, Rights::full, out);
    auto answer = co_await std::move(task);
    if (!answer) failed_ = answer.error();
    co_return answer;
  }

  base::Task<base::Result<WriteAnswer>> update(const Update& operation, std::string& out) override {
    const auto plan = engine_.plan_update(operation, principal_);
    auto task = update_row(transaction_, plan, operation, principal_, out);
    auto answer = co_await std::move(task);
    if (!answer) failed_ = answer.error();
    co_return answer;
  }

  base::Task<base::Result<void>> remove(const Remove& operation) override {
    const auto plan = engine_.plan_remove(operation, principal_);
    auto task = remove_row(transaction_, plan, operation, principal_);
    auto done = co_await std::move(task);
    if (!done) failed_ = done.error();
    co_return done;
  }

  base::Task<base::Result<void>> link(const Link& operation) override {
    WritePlan plan;
    plan.rules = engine_.plan_link(*operation.relation, class_of(principal_));
    auto task = link_rows(transaction_, plan, operation, principal_);
    auto done = co_await std::move(task);
    if (!done) failed_ = done.error();
    co_return done;
  }

  base::Task<base::Result<WriteAnswer>> row(const Selection& selection, const base::Value& id,
                                            std::span<const base::Value> operands, std::string& out) override {
    const auto plan = engine_.answer_plan(*selection.resource, selection, operands, principal_);
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

  /// The last operation that failed: what it did before is still in the transaction.
  const std::optional<base::Error>& failed() const { return failed_; }

 private:
  Engine::Impl& engine_;
  db::Transaction& transaction_;
  const access::Principal& principal_;
  std::optional<base::Error> failed_;
};

base::Task<base::Result<void>> Engine::together(Together work, const access::Principal& principal) {
  db::Script script = [&](db::Transaction& transaction) -> base::Task<base::Result<void>> {
    TransactionWrites writes(*impl_, transaction, principal);
    auto task = work(writes);
    auto done = co_await std::move(task);
    if (done && writes.failed()) co_return std::unexpected(*writes.failed());
    co_return done;
  };
  auto done = co_await impl_->database_.write(std::move(script));
  co_return done;
}

}  // namespace tenon::query
