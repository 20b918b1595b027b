#include "db/sqlite/thread_readers.hpp"

#include <mutex>
#include <utility>
#include <vector>

namespace tenon::db::sqlite {

struct ThreadReaders::Shared {
  explicit Shared(ConnectionOptions connection_options) : options(std::move(connection_options)) {}

  const ConnectionOptions options;
  std::mutex mutex;
  std::vector<std::unique_ptr<ThreadReader>> all;
  std::vector<ThreadReader*> free;
};

/// What a thread has of one database; the address of `shared` tells which.
struct ThreadReaders::Lease {
  std::weak_ptr<Shared> owner;
  const Shared* shared = nullptr;
  ThreadReader* reader = nullptr;
};

struct ThreadReaders::Leases {
  std::vector<Lease> all;
  Leases() = default;
  Leases(const Leases&) = delete;
  Leases& operator=(const Leases&) = delete;
  ~Leases() {
    for (const auto& lease : all) {
      const auto shared = lease.owner.lock();
      if (!shared) continue;
      const std::lock_guard lock(shared->mutex);
      shared->free.push_back(lease.reader);
    }
  }
};

ThreadReaders::ThreadReaders(ConnectionOptions options) : shared_(std::make_shared<Shared>(std::move(options))) {}

ThreadReaders::~ThreadReaders() = default;

ThreadReader& ThreadReaders::mine() {
  thread_local Leases leases;
  // A weak pointer keeps the address from being used again, so equal addresses are the same database.
  for (const auto& lease : leases.all)
    if (lease.shared == shared_.get()) return *lease.reader;
  std::erase_if(leases.all, [](const Lease& lease) { return lease.owner.expired(); });

  Lease lease{shared_, shared_.get(), nullptr};
  {
    const std::lock_guard lock(shared_->mutex);
    if (!shared_->free.empty()) {
      lease.reader = shared_->free.back();
      shared_->free.pop_back();
    }
  }
  if (!lease.reader) {
    auto made = std::make_unique<ThreadReader>(shared_->options);
    lease.reader = made.get();
    const std::lock_guard lock(shared_->mutex);
    shared_->all.push_back(std::move(made));
  }
  leases.all.push_back(lease);
  return *lease.reader;
}

void ThreadReaders::close() {
  shared_ = std::make_shared<Shared>(shared_->options);
}

}  // namespace tenon::db::sqlite
