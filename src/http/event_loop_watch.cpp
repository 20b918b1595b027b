#include "http/event_loop.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>

namespace tenon::http {
namespace {

namespace posix = boost::asio::posix;

/// Kept by the operations that wait, so that a callback may end its own watch.
struct Watched : std::enable_shared_from_this<Watched> {
  Watched(boost::asio::io_context& context, int descriptor, std::move_only_function<void(base::Readiness)> callback)
      : stream(context, descriptor), on_ready(std::move(callback)) {}

  void wait_until_readable() {
    stream.async_wait(posix::stream_descriptor::wait_read,
                      [self = shared_from_this()](const boost::system::error_code& cancelled) {
                        if (cancelled || self->ended) return;
                        self->on_ready(base::Readiness::readable);
                        if (!self->ended) self->wait_until_readable();
                      });
  }
  void wait_until_writable() {
    if (std::exchange(wants_room, true)) return;
    stream.async_wait(posix::stream_descriptor::wait_write,
                      [self = shared_from_this()](const boost::system::error_code& cancelled) {
                        self->wants_room = false;
                        if (!cancelled && !self->ended) self->on_ready(base::Readiness::writable);
                      });
  }
  void end() {
    ended = true;
    // The descriptor is its owner's.
    stream.release();
  }

  posix::stream_descriptor stream;
  std::move_only_function<void(base::Readiness)> on_ready;
  bool wants_room = false;
  bool ended = false;
};

class WatchHandle final : public base::Loop::Watch {
 public:
  explicit WatchHandle(std::shared_ptr<Watched> watched) : watched_(std::move(watched)) {}
  ~WatchHandle() override { watched_->end(); }
  void wait_until_writable() override { watched_->wait_until_writable(); }

 private:
  const std::shared_ptr<Watched> watched_;
};

/// The job is out of the timer's reach once it was asked to end: Asio may have queued the call already.
class TimerHandle final : public base::Loop::Timer {
 public:
  TimerHandle(boost::asio::io_context& context, std::chrono::milliseconds delay, base::Loop::Job job)
      : timer_(context, delay), job_(std::make_shared<base::Loop::Job>(std::move(job))) {
    timer_.async_wait([weak = std::weak_ptr(job_)](const boost::system::error_code& cancelled) {
      if (cancelled) return;
      if (const auto kept = weak.lock()) (*kept)();
    });
  }

 private:
  boost::asio::steady_timer timer_;
  std::shared_ptr<base::Loop::Job> job_;
};

}  // namespace

std::unique_ptr<base::Loop::Watch> EventLoop::watch(int descriptor,
                                                    std::move_only_function<void(base::Readiness)> on_ready) {
  auto watched = std::make_shared<Watched>(context_, descriptor, std::move(on_ready));
  watched->wait_until_readable();
  return std::make_unique<WatchHandle>(std::move(watched));
}

std::unique_ptr<base::Loop::Timer> EventLoop::run_after(std::chrono::milliseconds delay, Job job) {
  return std::make_unique<TimerHandle>(context_, delay, std::move(job));
}

}  // namespace tenon::http
