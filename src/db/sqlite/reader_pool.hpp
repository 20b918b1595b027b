#pragma once
#include "db/sqlite/connection.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace tenon::db::sqlite {

/// Threads with a connection each, for reads that take longer than an event loop can spare.
class ReaderPool {
 public:
  /// Called with null where the database cannot be opened. Must not throw.
  using Work = std::move_only_function<void(Connection*)>;

  ReaderPool(ConnectionOptions options, unsigned threads, std::size_t max_waiting);
  ~ReaderPool();
  /// False when too many wait: the work was not taken.
  bool submit(Work& work);
  /// Finishes what was taken in.
  void close();

 private:
  void run();

  const ConnectionOptions options_;
  const std::size_t max_waiting_;
  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<Work> waiting_;
  bool closing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace tenon::db::sqlite
