#pragma once
#include "db/postgres/lane.hpp"
#include "db/session.hpp"

namespace tenon::db::postgres {

/// A PostgreSQL database (15 and later): pipelined reads, and transactions, on the calling loop. A thread without a
/// loop blocks.
class PostgresDatabase final : public Database {
 public:
  /// Does not connect yet.
  explicit PostgresDatabase(Options options);
  ~PostgresDatabase() override;

  sql::Dialect dialect() const override { return sql::Dialect::postgres; }

  base::Task<Outcome<void>> read(const sql::Statement& statement, std::span<const base::Value> parameters,
                                 const OnRow& on_row, const std::function<void()>& restart,
                                 base::Deadline deadline) override;
  base::Task<base::Result<void>> write(Script script) override;
  base::Task<Outcome<std::int64_t>> write_one(const sql::Statement& statement, std::span<const base::Value> parameters,
                                              const base::Value* key, const OnRow& on_row,
                                              const std::function<void()>& restart, base::Deadline deadline) override;
  Outcome<void> define(std::span<const std::string> statements) override;
  Outcome<std::unique_ptr<Session>> session() override;
  Outcome<std::vector<std::string>> tables() override;
  base::Task<Outcome<void>> ping() override;
  std::uint64_t change_counter() override;
  void close() override;

  /// Of the calling loop: commits of grouped single writes, and how many there were in them.
  std::pair<std::uint64_t, std::uint64_t> grouped_writes() {
    return {lane().groups().groups(), lane().groups().statements()};
  }
  /// Whether changes of watched tables by others are heard of.
  bool hears_changes() const { return shared_->changes.listening(); }

 private:
  struct Lanes;
  Lane& lane();

  const std::shared_ptr<Shared> shared_;
  const std::shared_ptr<Lanes> lanes_;
  const std::uint64_t number_;  ///< unlike any other's in the process
  bool closed_ = false;
};

}  // namespace tenon::db::postgres
