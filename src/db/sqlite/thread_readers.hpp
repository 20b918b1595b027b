#pragma once
#include "db/sqlite/connection.hpp"

#include <chrono>
#include <memory>
#include <unordered_map>

namespace tenon::db::sqlite {

/// What one thread reads with.
struct ThreadReader {
  explicit ThreadReader(const ConnectionOptions& options) : connection(options) {}

  Connection connection;
  std::int64_t data_version = 0;                      ///< when last looked
  std::uint64_t outside_changes = 0;                  ///< how often it had moved
  std::chrono::steady_clock::time_point looked_at{};  ///< at data_version
  /// Statements that were over the budget, and how many times in a row they are not even tried.
  std::unordered_map<std::uint64_t, int> heavy;
};

/// A reading connection for each thread that asks, opened when it first does. A thread that ends leaves its connection
/// to the next. No locks but for a thread's first time.
class ThreadReaders {
 public:
  explicit ThreadReaders(ConnectionOptions options);
  ~ThreadReaders();
  /// The calling thread's own. Throws std::runtime_error where the database cannot be opened.
  ThreadReader& mine();
  /// No thread may be reading any more.
  void close();

 private:
  struct Shared;
  struct Lease;
  struct Leases;
  std::shared_ptr<Shared> shared_;
};

}  // namespace tenon::db::sqlite
