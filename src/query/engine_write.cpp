#include "query/engine_impl.hpp"
#include "query/transaction_writes.hpp"

#include <utility>

namespace tenon::query {

base::Task<base::Result<WriteAnswer>> Engine::create(Create operation, const access::Principal& principal,
                                                     std::string& out) {
  const auto plan = impl_->plan_create(operation, principal);
  const auto price = plan.price(operation);
  TENON_CO_TRY_VOID(impl_->admit(operation, price, principal));
  if (const auto quick = impl_->plan_quick_create(operation, *plan.rules, principal)) {
    auto task = create_quickly(impl_->database_, *quick, *plan.rules, operation, principal, out);
    auto created = co_await std::move(task);
    if (created) {
      if (*created) (*created)->price = price;
      co_return std::move(*created);
    }
  }
  const auto start = out.size();
  auto work = [&](db::Transaction& transaction) {
    out.resize(start);
    return create_with_nested(transaction, plan, operation, principal, impl_->planner(principal), out);
  };
  auto task = impl_->write<WriteAnswer>(work);
  auto answer = co_await std::move(task);
  if (!answer)
    out.resize(start);
  else
    answer->price = price;
  co_return answer;
}

base::Task<base::Result<WriteAnswer>> Engine::update(Update operation, const access::Principal& principal,
                                                     std::string& out) {
  const auto plan = impl_->plan_update(operation, principal);
  const auto price = plan.price(operation);
  TENON_CO_TRY_VOID(impl_->admit(operation, price, principal));
  const auto start = out.size();
  auto work = [&](db::Transaction& transaction) {
    out.resize(start);
    return update_row(transaction, plan, operation, principal, out);
  };
  auto task = impl_->write<WriteAnswer>(work);
  auto answer = co_await std::move(task);
  if (!answer)
    out.resize(start);
  else
    answer->price = price;
  co_return answer;
}

base::Task<base::Result<void>> Engine::remove(Remove operation, const access::Principal& principal) {
  TENON_CO_TRY_VOID(impl_->admit(operation, costs::write, principal));
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
  TENON_CO_TRY_VOID(impl_->admit(operation, costs::link, principal));
  WritePlan plan;
  plan.rules = impl_->plan_link(*operation.relation, class_of(principal));
  db::Script script = [&](db::Transaction& transaction) { return link_rows(transaction, plan, operation, principal); };
  auto done = co_await impl_->database_.write(std::move(script));
  co_return done;
}

base::Task<base::Result<WriteAnswer>> Engine::create_in(db::Transaction& transaction, const Create& operation,
                                                        const access::Principal& principal, Registration registration,
                                                        std::string& out) {
  if (has_nested(operation))
    co_return std::unexpected(base::Error(base::ErrorCode::bad_request, "An account is created by itself"));
  if (registration == Registration::yes) {
    TENON_CO_TRY_VOID(impl_->admit(*operation.resource, schema::Operation::create, principal));
  }
  const auto plan = impl_->plan_create(operation, principal);
  auto rights = registration == Registration::yes ? Rights::fields_only : Rights::full;
  if (principal.credential == access::Credential::operator_console) rights = Rights::none;
  auto answer = co_await create_rows(transaction, plan, operation, principal, rights, out);
  co_return answer;
}

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
