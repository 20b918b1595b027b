#include "query/engine_impl.hpp"
#include "query/transaction_writes.hpp"

#include <utility>

namespace tenon::query {
namespace {

/// One attempt inside its transaction.
class Attempting {
 public:
  Attempting(const KeptAnswers& kept, const KeptKey& key, OnceWork& work) : kept_(kept), key_(key), work_(work) {}

  base::Task<base::Result<void>> run(db::Transaction& transaction, TransactionWrites& writes, KeptAnswer& answer) {
    answer = {};
    auto claimed = co_await kept_.claim(transaction, key_);
    if (claimed && !*claimed) {
      auto found = co_await kept_.find(transaction, key_);
      if (!found) co_return std::unexpected(found.error());
      if (*found && !kept_.expired(**found, key_.now)) {
        auto judged = KeptAnswers::judge(key_, std::move(**found));
        if (!judged) co_return std::unexpected(judged.error());
        answer.bytes = std::move(*judged);
        answer.replayed = true;
        co_return base::Result<void>{};
      }
      if (*found) {
        auto forgotten = co_await kept_.forget(transaction, key_);
        if (!forgotten) co_return std::unexpected(forgotten.error());
      }
      claimed = co_await kept_.claim(transaction, key_);
      // Somebody else took the place of the old one just now.
      if (claimed && !*claimed) co_return std::unexpected(KeptAnswers::in_progress());
    }
    if (!claimed) co_return std::unexpected(claimed.error());

    auto task = work_(writes);
    auto done = co_await std::move(task);
    if (!done) co_return std::unexpected(done.error());
    if (writes.failed()) co_return std::unexpected(*writes.failed());
    auto finished = co_await kept_.finish(transaction, key_, *done);
    if (!finished) co_return std::unexpected(finished.error());
    answer.bytes = std::move(*done);
    co_return base::Result<void>{};
  }

 private:
  const KeptAnswers& kept_;
  const KeptKey& key_;
  OnceWork& work_;
};

base::Error needs_a_caller() {
  return base::Error(base::ErrorCode::bad_request, "Idempotency-Key is for callers who say who they are");
}

}  // namespace

base::Task<base::Result<KeptAnswer>> Engine::once(Attempt attempt, OnceWork work, const access::Principal& principal) {
  if (principal.anonymous()) co_return std::unexpected(needs_a_caller());
  auto& kept = impl_->kept_answers_;
  const auto key = kept_key(attempt, principal);
  const KeptAnswers::Place place(kept, key.id);
  if (!place) co_return std::unexpected(KeptAnswers::in_progress());
  if (kept.sweep_is_due(principal.now)) {
    db::Script sweep = [&](db::Transaction& transaction) { return kept.sweep(transaction, principal.now); };
    // What stays is found the next time.
    (void)co_await impl_->database_.write(std::move(sweep));
  }
  KeptAnswer answer;
  Attempting attempting(kept, key, work);
  db::Script script = [&](db::Transaction& transaction) -> base::Task<base::Result<void>> {
    TransactionWrites writes(*impl_, transaction, principal);
    auto task = attempting.run(transaction, writes, answer);
    auto done = co_await std::move(task);
    co_return done;
  };
  auto written = co_await impl_->database_.write(std::move(script));
  if (!written) co_return std::unexpected(written.error());
  co_return answer;
}

base::Task<base::Result<std::optional<std::string>>> Engine::kept(const Attempt& attempt,
                                                                  const access::Principal& principal,
                                                                  base::Deadline deadline) {
  if (principal.anonymous()) co_return std::unexpected(needs_a_caller());
  const auto& kept = impl_->kept_answers_;
  const auto key = kept_key(attempt, principal);
  auto found = co_await kept.find(impl_->database_, key, deadline);
  if (!found) co_return std::unexpected(found.error());
  if (!*found || kept.expired(**found, key.now)) co_return std::optional<std::string>();
  auto judged = KeptAnswers::judge(key, std::move(**found));
  if (!judged) co_return std::unexpected(judged.error());
  co_return std::optional<std::string>(std::move(*judged));
}

}  // namespace tenon::query
