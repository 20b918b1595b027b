#pragma once
#include "db/database.hpp"
#include "db/sqlite/reader_pool.hpp"
#include "db/sqlite/writer.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <vector>

namespace tenon::db::sqlite {

/// A SQLite file: reads in place on each loop's own connection, one writer with group commit.
class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(ConnectionOptions options, const OpenOptions& open_options);
  ~SqliteDatabase() override;

  base::Task<Outcome<void>> read(const sql::Statement& statement, std::span<const base::Value> parameters,
                                 const OnRow& on_row, const std::function<void()>& restart,
                                 base::Deadline deadline) override;
  base::Task<base::Result<void>> write(Script script) override;
  Outcome<void> define(std::span<const std::string> statements) override;
  Outcome<std::vector<std::string>> tables() override;
  base::Task<Outcome<void>> ping() override;
  std::uint64_t change_counter() override;
  void close() override;

  Writer::Counters counters() const { return writer_.counters(); }

 private:
  /// What one thread reads with.
  struct Reader {
    Connection connection;
    std::int64_t data_version = 0;
    std::uint64_t foreign_changes = 0;
    std::chrono::steady_clock::time_point looked{};
    explicit Reader(const ConnectionOptions& options) : connection(options) {}
  };
  Reader& reader();

  ConnectionOptions read_options_;
  const std::uint64_t number_;
  Writer writer_;
  ReaderPool slow_reads_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<Reader>> readers_;
};

}  // namespace tenon::db::sqlite
