#include "base/task_blocking.hpp"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <poll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>

namespace tenon::base {
namespace {

using Clock = std::chrono::steady_clock;

int make_wakeup() {
  const int descriptor = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  return descriptor;
}

}  // namespace

struct BlockingLoop::Watched {
  int descriptor;
  std::move_only_function<void(Readiness)> on_ready;
  bool wants_room = false;
  bool ended = false;
};

struct BlockingLoop::Timed {
  Clock::time_point due;
  Job job;
};

class BlockingLoop::WatchHandle final : public Watch {
 public:
  WatchHandle(BlockingLoop& loop, std::shared_ptr<Watched> watched) : loop_(loop), watched_(std::move(watched)) {}
  ~WatchHandle() override {
    watched_->ended = true;
    std::erase(loop_.watched_, watched_);
  }
  void wait_until_writable() override { watched_->wants_room = true; }

 private:
  BlockingLoop& loop_;
  const std::shared_ptr<Watched> watched_;
};

class BlockingLoop::TimerHandle final : public Timer {
 public:
  TimerHandle(BlockingLoop& loop, std::shared_ptr<Timed> timed) : loop_(loop), timed_(std::move(timed)) {}
  ~TimerHandle() override { std::erase(loop_.timed_, timed_); }

 private:
  BlockingLoop& loop_;
  const std::shared_ptr<Timed> timed_;
};

BlockingLoop::BlockingLoop() : wakeup_(make_wakeup()) {
  assert(!Loop::current() && "a thread has one loop at most");
  Loop::set_current(this);
}

BlockingLoop::~BlockingLoop() {
  for (auto& job : last_jobs_) job();
  Loop::set_current(nullptr);
  ::close(wakeup_);
}

void BlockingLoop::post(Job job) {
  // Woken under the lock: the loop may be destroyed as soon as its thread has seen the job.
  const std::lock_guard lock(mutex_);
  jobs_.push_back(std::move(job));
  if (woken_) return;
  woken_ = true;
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wakeup_, &one, sizeof one);
}

std::unique_ptr<Loop::Watch> BlockingLoop::watch(int descriptor, std::move_only_function<void(Readiness)> on_ready) {
  auto watched = std::make_shared<Watched>(descriptor, std::move(on_ready));
  watched_.push_back(watched);
  return std::make_unique<WatchHandle>(*this, std::move(watched));
}

std::unique_ptr<Loop::Timer> BlockingLoop::run_after(std::chrono::milliseconds delay, Job job) {
  auto timed = std::make_shared<Timed>(Clock::now() + delay, std::move(job));
  timed_.push_back(timed);
  return std::make_unique<TimerHandle>(*this, std::move(timed));
}

void BlockingLoop::run_one() {
  while (!run_job() && !run_timer() && !wait()) {
  }
}

bool BlockingLoop::run_job() {
  Job job;
  {
    const std::lock_guard lock(mutex_);
    if (jobs_.empty()) return false;
    job = std::move(jobs_.front());
    jobs_.pop_front();
  }
  job();
  return true;
}

bool BlockingLoop::run_timer() {
  if (timed_.empty()) return false;
  const auto first = std::ranges::min_element(timed_, {}, &Timed::due);
  if ((*first)->due > Clock::now()) return false;
  const auto timed = *first;
  timed_.erase(first);
  timed->job();
  return true;
}

bool BlockingLoop::wait() {
  std::vector<pollfd> descriptors{{wakeup_, POLLIN, 0}};
  for (const auto& watched : watched_)
    descriptors.push_back({watched->descriptor, static_cast<short>(POLLIN | (watched->wants_room ? POLLOUT : 0)), 0});
  int timeout = -1;
  if (!timed_.empty()) {
    const auto due = (*std::ranges::min_element(timed_, {}, &Timed::due))->due;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(due - Clock::now()).count();
    timeout = static_cast<int>(std::clamp<std::int64_t>(left, 0, 3'600'000));
  }
  if (::poll(descriptors.data(), descriptors.size(), timeout) <= 0) return false;
  if (descriptors[0].revents != 0) drain_wakeup();

  bool called = false;
  const auto looked_at = watched_;  // callbacks may end any of them
  for (std::size_t i = 0; i < looked_at.size(); ++i) {
    const auto& watched = looked_at[i];
    const auto events = descriptors[i + 1].revents;
    if ((events & (POLLIN | POLLHUP | POLLERR | POLLNVAL)) != 0 && !watched->ended) {
      called = true;
      watched->on_ready(Readiness::readable);
    }
    if ((events & (POLLOUT | POLLHUP | POLLERR)) != 0 && watched->wants_room && !watched->ended) {
      called = true;
      watched->wants_room = false;
      watched->on_ready(Readiness::writable);
    }
  }
  return called;
}

void BlockingLoop::drain_wakeup() {
  const std::lock_guard lock(mutex_);
  woken_ = false;
  std::uint64_t ignored = 0;
  [[maybe_unused]] const auto read = ::read(wakeup_, &ignored, sizeof ignored);
}

}  // namespace tenon::base
