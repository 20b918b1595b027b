#include "db/sqlite/reader_pool.hpp"

#include "base/log.hpp"

namespace tenon::db::sqlite {
namespace {

std::unique_ptr<Connection> try_open(const ConnectionOptions& options) {
  try {
    return std::make_unique<Connection>(options);
  } catch (const std::exception& fault) {
    base::log(base::LogLevel::error, "db", "a reader cannot open the database",
              {{"cause", std::string_view(fault.what())}});
    return nullptr;
  }
}

}  // namespace

ReaderPool::ReaderPool(ConnectionOptions options, unsigned threads, std::size_t max_waiting)
    : options_(std::move(options)), max_waiting_(max_waiting) {
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

ReaderPool::~ReaderPool() {
  close();
}

void ReaderPool::close() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  filled_.notify_all();
  for (auto& thread : threads_)
    if (thread.joinable()) thread.join();
}

bool ReaderPool::submit(Work& work) {
  const std::lock_guard lock(mutex_);
  if (closing_ || waiting_.size() >= max_waiting_) return false;
  waiting_.push_back(std::move(work));
  filled_.notify_one();
  return true;
}

void ReaderPool::run() {
  // Opened on first use: most servers never need it.
  std::unique_ptr<Connection> connection;
  while (true) {
    Work work;
    {
      std::unique_lock lock(mutex_);
      filled_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      work = std::move(waiting_.front());
      waiting_.pop_front();
    }
    if (!connection) connection = try_open(options_);
    work(connection.get());
  }
}

}  // namespace tenon::db::sqlite
