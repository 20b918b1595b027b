#pragma once
#include "base/loop.hpp"
#include "http/service.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::http {

class Connection;
class Listener;

/// One thread's event loop and the connections that live on it. All but `post` is for its own thread (or before it
/// runs).
class EventLoop final : public base::Loop {
 public:
  using Clock = std::chrono::steady_clock;

  EventLoop(unsigned index, std::shared_ptr<Service> service);
  ~EventLoop() override;

  void post(Job job) override;
  unsigned index() const override { return index_; }
  std::unique_ptr<Watch> watch(int descriptor, std::move_only_function<void(base::Readiness)> on_ready) override;
  std::unique_ptr<Timer> run_after(std::chrono::milliseconds delay, Job job) override;
  void at_end(Job job) override { last_jobs_.push_back(std::move(job)); }

  boost::asio::io_context& context() { return context_; }
  void listen(boost::asio::ip::tcp::acceptor acceptor);
  /// Serves until drained.
  void run();
  /// Stops accepting; `run` returns when the connections are done, at the latest after the drain time.
  void drain();
  bool draining() const { return draining_; }
  /// Whether a handler has not come to its end, so that other threads may still post here.
  bool has_unfinished_handlers() const;

  /// Takes an accepted socket in, or answers 503 and closes when there are too many.
  void adopt(boost::asio::ip::tcp::socket socket, const boost::asio::ip::tcp::endpoint& peer);
  /// The connection has ended; destroys it soon.
  void retire(Connection& connection);

  /// Room for one read; its content is gone as soon as a connection waits for anything.
  std::span<char> read_buffer() { return read_buffer_; }
  /// "Date: ...\r\n", at most one tick old.
  std::string_view date_line() const { return date_line_; }
  /// At most one tick old: good enough for timeouts and costs nothing.
  Clock::time_point now() const { return now_; }

 private:
  void start_ticking();
  void tick();
  void look_at_clocks();
  void remove(Connection& connection);
  void end_if_drained();
  void end_now();
  void run_last_jobs();

  static constexpr std::size_t read_size = 64 * 1024;

  const unsigned index_;
  const std::shared_ptr<Service> service_;
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::steady_timer ticker_;
  boost::asio::steady_timer drain_timer_;
  std::unique_ptr<Listener> listener_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::vector<Job> last_jobs_;
  std::chrono::milliseconds tick_length_;
  Clock::time_point now_;
  std::time_t date_second_ = 0;
  std::string date_line_;
  bool ticking_ = false;
  bool draining_ = false;
  std::array<char, read_size> read_buffer_;
};

}  // namespace tenon::http
