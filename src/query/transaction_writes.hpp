#pragma once
#include "query/engine_impl.hpp"

#include <optional>

namespace tenon::query {

/// Writes inside one transaction. Each operation is planned on the transaction's own thread, with that thread's plans.
class TransactionWrites final : public Writes {
 public:
  TransactionWrites(Engine::Impl& engine, db::Transaction& transaction, const access::Principal& principal)
      : engine_(engine), transaction_(transaction), principal_(principal) {}

  base::Task<base::Result<WriteAnswer>> create(const Create& operation, std::string& out) override;
  base::Task<base::Result<WriteAnswer>> update(const Update& operation, std::string& out) override;
  base::Task<base::Result<void>> remove(const Remove& operation) override;
  base::Task<base::Result<void>> link(const Link& operation) override;
  base::Task<base::Result<WriteAnswer>> row(const Selection& selection, const base::Value& id,
                                            std::span<const base::Value> operands, std::string& out) override;

  std::int64_t spent() const override { return spent_; }

  /// The last operation that failed: what it did before is still in the transaction.
  const std::optional<base::Error>& failed() const { return failed_; }

 private:
  /// The whole transaction is one request.
  base::Result<void> pay(std::int64_t points) {
    spent_ += points;
    auto afforded = engine_.afford(spent_, principal_);
    if (!afforded) failed_ = afforded.error();
    return afforded;
  }
  template <typename Operation>
  base::Result<void> spend(const Operation& operation, std::int64_t points) {
    spent_ += points;
    auto admitted = engine_.admit(operation, spent_, principal_);
    if (!admitted) failed_ = admitted.error();
    return admitted;
  }

  Engine::Impl& engine_;
  db::Transaction& transaction_;
  const access::Principal& principal_;
  std::optional<base::Error> failed_;
  std::int64_t spent_ = 0;  ///< points
};

}  // namespace tenon::query
