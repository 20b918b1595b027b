#pragma once
#include "base/task.hpp"
#include "http/message.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

namespace tenon::http::testing {

/// One thread that completes waits when it is told to: what a database writer is to a handler.
class Worker {
 public:
  Worker() : thread_([this] { run(); }) {}
  ~Worker() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void submit(std::move_only_function<void()> job) {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
    changed_.notify_all();
  }
  /// While held, what is submitted waits.
  void hold(bool held) {
    const std::lock_guard lock(mutex_);
    held_ = held;
    changed_.notify_all();
  }
  std::size_t waiting() {
    const std::lock_guard lock(mutex_);
    return jobs_.size();
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return ending_ || (!held_ && !jobs_.empty()); });
      if (jobs_.empty() || (held_ && ending_)) return;
      auto job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      job();
      job = nullptr;
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::move_only_function<void()>> jobs_;
  bool held_ = false;
  bool ending_ = false;
  std::thread thread_;
};

inline Response text_response(std::string text) {
  Response response;
  response.headers.emplace_back("Content-Type", "text/plain");
  response.body = std::move(text);
  return response;
}

/// Answers at once with method, target and body.
inline base::Task<Response> echo(Request& request) {
  co_return text_response(std::string(to_text(request.method)) + ' ' + request.target + ' ' + request.body);
}

/// Like `echo`, but a worker's thread completes it; paths that begin with /now do not wait.
inline Handler echo_by(Worker& worker) {
  return [&worker](Request& request) -> base::Task<Response> {
    auto waiting = [](Worker& by, Request& asked) -> base::Task<Response> {
      if (asked.path.starts_with("/now")) co_return text_response(asked.target);
      base::Offload<std::string> wait([&](base::Offload<std::string>::Complete complete) {
        by.submit([complete = std::move(complete), text = asked.target]() mutable { complete(std::move(text)); });
      });
      std::string text = co_await wait;
      co_return text_response(std::move(text) + asked.body);
    };
    return waiting(worker, request);
  };
}

}  // namespace tenon::http::testing
