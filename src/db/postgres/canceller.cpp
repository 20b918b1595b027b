#include "db/postgres/canceller.hpp"

#include "base/log.hpp"

#include <libpq-fe.h>

#include <array>

namespace tenon::db::postgres {

Canceller::~Canceller() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    targets_.clear();
    filled_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void Canceller::cancel(std::shared_ptr<pg_cancel> target) {
  const std::lock_guard lock(mutex_);
  if (ending_) return;
  targets_.push_back(std::move(target));
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  filled_.notify_one();
}

void Canceller::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    filled_.wait(lock, [this] { return ending_ || !targets_.empty(); });
    if (ending_) return;
    const auto target = std::move(targets_.front());
    targets_.pop_front();
    lock.unlock();
    std::array<char, 256> fault{};
    if (PQcancel(target.get(), fault.data(), fault.size()) == 0)
      base::log(base::LogLevel::warning, "db", "a statement could not be cancelled",
                {{"cause", std::string_view(fault.data())}});
    lock.lock();
  }
}

}  // namespace tenon::db::postgres
