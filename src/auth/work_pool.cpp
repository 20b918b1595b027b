#include "auth/work_pool.hpp"

#include <algorithm>
#include <utility>

namespace tenon::auth {

WorkPool::WorkPool(unsigned threads, std::size_t max_waiting) : max_waiting_(max_waiting) {
  threads = std::max(threads, 1U);
  idle_ = threads;
  threads_.reserve(threads);
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

WorkPool::~WorkPool() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  filled_.notify_all();
  threads_.clear();
}

bool WorkPool::submit(std::move_only_function<void()> job) {
  {
    std::lock_guard lock(mutex_);
    if (waiting_.size() >= max_waiting_ + idle_) return false;
    waiting_.push_back(std::move(job));
  }
  filled_.notify_one();
  return true;
}

void WorkPool::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    filled_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    auto job = std::move(waiting_.front());
    waiting_.pop_front();
    --idle_;
    lock.unlock();
    job();
    job = nullptr;  // what it holds is released outside the lock
    lock.lock();
    ++idle_;
  }
}

}  // namespace tenon::auth
