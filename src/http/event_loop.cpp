#include "http/event_loop.hpp"

#include "base/log.hpp"
#include "base/time.hpp"
#include "http/connection.hpp"
#include "http/listener.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <ctime>

namespace tenon::http {
namespace {

using boost::asio::ip::tcp;
using namespace std::chrono_literals;

std::chrono::milliseconds tick_length(const Limits& limits) {
  const auto shortest =
      std::min({limits.header_timeout, limits.body_timeout, limits.idle_timeout, limits.write_timeout});
  return std::clamp(shortest / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(250));
}

std::string text_of(const boost::asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6()).to_string();
  return address.to_string();
}

/// The send buffer of a new connection has room for this, so there is nothing to wait for.
void send_overloaded(tcp::socket& socket) {
  constexpr std::string_view answer =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nRetry-After: 1\r\nContent-Length: 87\r\n"
      "Connection: close\r\n\r\n"
      R"({"error":{"code":"UNAVAILABLE","message":"Too many connections are open, try later"}})"
      "\r\n";
  boost::system::error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(boost::asio::buffer(answer.data(), answer.size()), ignored);
}

}  // namespace

// Reactor locks are not needed: sockets are used by the loop's own thread only. The scheduler's is: others post.
EventLoop::EventLoop(unsigned index, std::shared_ptr<Service> service)
    : index_(index),
      service_(std::move(service)),
      context_(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO),
      work_(context_.get_executor()),
      ticker_(context_),
      drain_timer_(context_),
      tick_length_(tick_length(service_->options.limits)) {}

EventLoop::~EventLoop() = default;

void EventLoop::post(Job job) {
  boost::asio::post(context_, std::move(job));
}

void EventLoop::listen(tcp::acceptor acceptor) {
  listener_ = std::make_unique<Listener>(*this, std::move(acceptor));
}

void EventLoop::run() {
  base::Loop::set_current(this);
  listener_->start();
  for (bool running = true; running;) {
    try {
      context_.run();
      running = false;
    } catch (const std::exception& failure) {
      base::log(base::LogLevel::error, "http", "a job on an event loop failed",
                {{"cause", std::string_view(failure.what())}});
    }
  }
  run_last_jobs();
  base::Loop::set_current(nullptr);
}

void EventLoop::run_last_jobs() {
  for (auto& job : std::exchange(last_jobs_, {})) job();
}

void EventLoop::drain() {
  if (draining_) return;
  draining_ = true;
  // What the kernel has accepted for us is taken in as well; closing the listener would reset it.
  listener_->stop();
  for (const auto& connection : connections_) connection->drain();
  drain_timer_.expires_after(service_->options.drain_timeout);
  drain_timer_.async_wait([this](const boost::system::error_code& cancelled) {
    if (!cancelled) end_now();
  });
  end_if_drained();
}

bool EventLoop::has_unfinished_handlers() const {
  return std::ranges::any_of(connections_, [](const auto& connection) { return connection->handler_is_running(); });
}

void EventLoop::adopt(tcp::socket socket, const tcp::endpoint& peer) {
  if (service_->open_connections.fetch_add(1, std::memory_order_relaxed) >= service_->options.limits.max_connections) {
    service_->open_connections.fetch_sub(1, std::memory_order_relaxed);
    send_overloaded(socket);
    return;
  }
  boost::system::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  socket.non_blocking(true, ignored);
  start_ticking();
  auto connection = std::make_unique<Connection>(*this, *service_, std::move(socket), text_of(peer.address()));
  connection->place = connections_.size();
  connections_.push_back(std::move(connection));
  connections_.back()->start();
}

void EventLoop::retire(Connection& connection) {
  boost::asio::post(context_, [this, &connection] { remove(connection); });
}

void EventLoop::remove(Connection& connection) {
  const std::size_t place = connection.place;
  std::swap(connections_[place], connections_.back());
  connections_[place]->place = place;
  connections_.pop_back();
  service_->open_connections.fetch_sub(1, std::memory_order_relaxed);
  end_if_drained();
}

void EventLoop::start_ticking() {
  if (ticking_) return;
  ticking_ = true;
  look_at_clocks();
  tick();
}

void EventLoop::tick() {
  ticker_.expires_after(tick_length_);
  ticker_.async_wait([this](const boost::system::error_code& cancelled) {
    if (cancelled || connections_.empty()) {
      ticking_ = false;
      return;
    }
    look_at_clocks();
    for (const auto& connection : connections_) connection->enforce_deadline(now_);
    tick();
  });
}

void EventLoop::look_at_clocks() {
  now_ = Clock::now();
  const std::time_t second = std::time(nullptr);
  if (second == date_second_) return;
  date_second_ = second;
  date_line_ = "Date: " + base::format_http_date(base::Micros{second} * 1'000'000) + "\r\n";
}

void EventLoop::end_if_drained() {
  if (!draining_ || !connections_.empty()) return;
  drain_timer_.cancel();
  ticker_.cancel();
  // What is watched would keep `run` going.
  run_last_jobs();
  work_.reset();
}

void EventLoop::end_now() {
  base::log(base::LogLevel::warning, "http", "the time to finish is over; closing what is left",
            {{"connections", static_cast<std::int64_t>(connections_.size())}});
  for (const auto& connection : connections_) connection->abort();
  // One more round lets the closed ones end; a handler that still waits does not hold the process.
  drain_timer_.expires_after(20ms);
  drain_timer_.async_wait([this](const boost::system::error_code&) {
    if (!connections_.empty()) context_.stop();
  });
}

}  // namespace tenon::http
