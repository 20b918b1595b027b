#pragma once
#include "query/testing/forwarding_database.hpp"

namespace tenon::query::testing {

/// A database where every transaction loses against another one the first time: its script runs, is undone, and runs
/// again from its start.
class RerunningDatabase final : public ForwardingDatabase {
 public:
  using ForwardingDatabase::ForwardingDatabase;
  int runs = 0;  ///< of scripts

  base::Task<base::Result<void>> write(db::Script script) override {
    db::Script loses = [&](db::Transaction& transaction) -> base::Task<base::Result<void>> {
      ++runs;
      auto task = script(transaction);
      (void)co_await std::move(task);
      co_return std::unexpected(base::Error(base::ErrorCode::unavailable));
    };
    (void)co_await real_.write(std::move(loses));
    db::Script wins = [&](db::Transaction& transaction) {
      ++runs;
      return script(transaction);
    };
    auto done = co_await real_.write(std::move(wins));
    co_return done;
  }
};

}  // namespace tenon::query::testing
