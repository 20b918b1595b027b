#include "http/connection.hpp"

#include "base/log.hpp"
#include "http/error_response.hpp"
#include "http/event_loop.hpp"
#include "http/request_id.hpp"
#include "http/response_writer.hpp"

#include <boost/asio/post.hpp>

#include <array>

namespace tenon::http {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;
using namespace std::chrono_literals;

/// Beyond this a body is sent from where it is; below, a copy costs less than a second buffer.
constexpr std::size_t large_body = 16 * 1024;
/// Answers are gathered up to here before they are sent.
constexpr std::size_t output_goal = 64 * 1024;
constexpr std::size_t kept_output_capacity = 4 * 1024;
constexpr auto linger_time = 1s;
constexpr std::size_t linger_bytes = 4 * 1024 * 1024;
/// A connection that was opened just before the server stops has this long to send its first request.
constexpr auto first_request_grace = 500ms;

}  // namespace

/// Until the socket can be read or written, or the deadline has passed.
class Connection::SocketWait {
 public:
  SocketWait(Connection& connection, tcp::socket::wait_type event) : connection_(connection), event_(event) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    connection_.expired_ = false;
    connection_.socket_.async_wait(event_, [this, waiting](const error_code& reason) {
      failed_ = reason.failed();
      connection_.deadline_ = Clock::time_point::max();
      waiting.resume();
    });
  }
  /// False if the wait was cut short.
  bool await_resume() const noexcept { return !failed_; }

 private:
  Connection& connection_;
  tcp::socket::wait_type event_;
  bool failed_ = false;
};

class Connection::HandlerWait {
 public:
  explicit HandlerWait(Connection& connection) : connection_(connection) {}
  bool await_ready() const noexcept { return connection_.task_->done(); }
  void await_suspend(std::coroutine_handle<> waiting) noexcept { connection_.handler_waiter_ = waiting; }
  void await_resume() const noexcept {}

 private:
  Connection& connection_;
};

/// Lets the loop's other connections have their turn.
class Connection::Turn {
 public:
  explicit Turn(Connection& connection) : connection_(connection) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    boost::asio::post(connection_.loop_.context(), [waiting] { waiting.resume(); });
  }
  void await_resume() const noexcept {}

 private:
  Connection& connection_;
};

Connection::Connection(EventLoop& loop, Service& service, tcp::socket socket, std::string remote_ip)
    : loop_(loop), service_(service), socket_(std::move(socket)), parser_(service.options.limits) {
  request_.remote_ip = std::move(remote_ip);
}

void Connection::start() {
  session_.emplace(serve());
  session_->start([this] { on_session_done(); });
  if (session_->done()) on_session_done();
}

void Connection::enforce_deadline(Clock::time_point now) {
  if (now < deadline_) return;
  deadline_ = Clock::time_point::max();
  expired_ = true;
  error_code ignored;
  socket_.cancel(ignored);
}

void Connection::drain() {
  if (!reading_ || !is_idle()) return;
  if (served_ == 0) {
    stage_deadline_ = deadline_ = std::min(deadline_, loop_.now() + first_request_grace);
    return;
  }
  error_code ignored;
  socket_.cancel(ignored);
}

void Connection::abort() {
  finished_ = broken_ = true;
  error_code ignored;
  socket_.close(ignored);
}

void Connection::on_session_done() {
  session_over_ = true;
  try {
    session_->take();
  } catch (const std::exception& failure) {
    base::log(base::LogLevel::error, "http", "a connection failed", {{"cause", std::string_view(failure.what())}});
  }
  error_code ignored;
  socket_.close(ignored);
  if (!handler_is_running()) loop_.retire(*this);
}

base::Task<void> Connection::serve() {
  const unsigned max_pipelined = service_.options.limits.max_pipelined;
  while (!finished_) {
    if (!likely_more_) {
      if (loop_.draining() && is_idle() && served_ > 0) break;
      arm_read_deadline();
      SocketWait readable(*this, tcp::socket::wait_read);
      reading_ = true;
      co_await readable;
      reading_ = false;
      if (expired_) {
        if (!is_idle()) refuse(base::Error(base::ErrorCode::request_timeout));
        break;
      }
    }
    const Received received = receive();
    if (received == Received::end) break;
    if (received == Received::nothing) {
      likely_more_ = false;
      continue;
    }

    unsigned answered = 0;
    while (!input_.empty() && !finished_ && take_request()) {
      start_handler();
      if (handler_is_running()) {
        keep_input();
        if (!send_now()) co_await flush();
        HandlerWait handler(*this);
        co_await handler;
      }
      answer_from_handler();
      const bool turn_is_over = ++answered == max_pipelined && !input_.empty();
      if (turn_is_over || !tail_.empty() || output_.size() > output_goal) {
        keep_input();
        if (!send_now()) co_await flush();
      }
      if (turn_is_over) {
        Turn next(*this);
        co_await next;
        answered = 0;
      }
    }
    if (!send_now()) co_await flush();
  }
  if (!send_now()) co_await flush();
  if (lingers_ && !broken_) co_await linger();
}

/// The rest of the output, as fast as the client takes it.
base::Task<void> Connection::flush() {
  deadline_ = loop_.now() + service_.options.limits.write_timeout;
  const auto until = deadline_;
  while (!broken_ && !send_now()) {
    deadline_ = until;
    SocketWait writable(*this, tcp::socket::wait_write);
    const bool ready = co_await writable;
    if (!ready) finished_ = broken_ = true;
  }
  deadline_ = Clock::time_point::max();
}

/// Closing while the client still sends would reset the connection and may take our last answer from it.
base::Task<void> Connection::linger() {
  error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
  const auto until = loop_.now() + linger_time;
  std::size_t discarded = 0;
  while (discarded < linger_bytes) {
    const Received received = receive();
    if (received == Received::end) break;
    discarded += input_.size();
    if (received == Received::bytes) continue;
    deadline_ = until;
    SocketWait readable(*this, tcp::socket::wait_read);
    const bool ready = co_await readable;
    if (!ready) break;
  }
}

Connection::Received Connection::receive() {
  const auto buffer = loop_.read_buffer();
  error_code reason;
  const std::size_t count = socket_.read_some(boost::asio::buffer(buffer.data(), buffer.size()), reason);
  input_ = {buffer.data(), count};
  if (reason == boost::asio::error::would_block) return Received::nothing;
  if (reason || count == 0) return Received::end;
  likely_more_ = count == buffer.size();
  return Received::bytes;
}

/// Whether a request is complete; a fault is answered here.
bool Connection::take_request() {
  switch (parser_.parse(input_, request_)) {
    case RequestParser::Progress::complete: return true;
    case RequestParser::Progress::fault: refuse(parser_.error()); return false;
    case RequestParser::Progress::need_more: break;
  }
  if (parser_.stage() == RequestParser::Stage::body && parser_.take_expect_continue())
    output_ += "HTTP/1.1 100 Continue\r\n\r\n";
  return false;
}

void Connection::start_handler() {
  assign_request_id(request_);
  if (service_.options.on_response) request_start_ = Clock::now();
  request_.deadline = base::Deadline::after(service_.options.limits.request_timeout);
  try {
    task_.emplace(service_.handler(request_));
  } catch (...) {
    task_.reset();
    return;
  }
  task_->start([this] {
    if (session_over_) return loop_.retire(*this);
    if (const auto waiting = std::exchange(handler_waiter_, nullptr)) waiting.resume();
  });
}

void Connection::answer_from_handler() {
  std::optional<Response> response;
  std::string_view failure = "a handler threw";
  try {
    if (task_) response.emplace(task_->take());
  } catch (const std::exception& thrown) {
    base::log(base::LogLevel::error, "http", "a handler failed",
              {{"requestId", std::string_view(request_.request_id)},
               {"path", request_.path},
               {"cause", std::string_view(thrown.what())}});
    failure = {};
  } catch (...) {
  }
  task_.reset();
  if (!response) response.emplace(error_response(base::internal_error(std::string(failure)), request_));
  const bool closes = !parser_.keep_alive() || equal_ignoring_case(response->header("connection"), "close");
  // While stopping, what was read is still answered, and the last answer says that it is the last.
  const bool stops = loop_.draining() && input_.empty();
  lingers_ = !parser_.keep_alive() ? !input_.empty() : closes || stops;
  finished_ = closes || stops;
  respond(std::move(*response));
  request_.clear();
}

void Connection::refuse(const base::Error& error) {
  if (request_.request_id.empty()) assign_request_id(request_);
  if (service_.options.on_response) request_start_ = Clock::now();
  finished_ = lingers_ = true;
  respond(error_response(error, request_));
}

void Connection::respond(Response response) {
  const auto& options = service_.options;
  if (options.decorate) options.decorate(request_, response);
  ResponseFrame frame;
  frame.date_line = loop_.date_line();
  frame.request_id = request_.request_id;
  frame.head_only = request_.method == Method::head;
  frame.http_1_0 = is_idle() && parser_.is_http_1_0();
  frame.close = finished_;
  append_head(output_, response, frame);
  ++served_;
  if (options.on_response) {
    const auto taken = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - request_start_);
    options.on_response(request_, response, taken.count());
  }
  if (!has_content(response, frame)) return;
  if (response.body.size() >= large_body)
    tail_ = std::move(response.body);
  else
    output_ += response.body;
}

/// Sends what the kernel takes at once; true if nothing is left.
bool Connection::send_now() {
  while (!broken_ && sent_ < output_.size() + tail_.size()) {
    const std::size_t in_output = std::min(sent_, output_.size());
    const std::size_t in_tail = sent_ - in_output;
    const std::array<boost::asio::const_buffer, 2> buffers{
        boost::asio::buffer(output_.data() + in_output, output_.size() - in_output),
        boost::asio::buffer(tail_.data() + in_tail, tail_.size() - in_tail)};
    error_code reason;
    sent_ += tail_.empty() ? socket_.write_some(buffers[0], reason) : socket_.write_some(buffers, reason);
    if (reason == boost::asio::error::would_block) return false;
    if (reason) finished_ = broken_ = true;
  }
  sent_ = 0;
  if (!tail_.empty()) tail_ = std::string();
  if (output_.capacity() > kept_output_capacity)
    output_ = std::string();
  else
    output_.clear();
  return true;
}

/// Before anything waits: the loop's buffer is for others then.
void Connection::keep_input() {
  if (input_.empty()) return;
  const bool is_kept = input_.data() >= kept_input_.data() && input_.data() < kept_input_.data() + kept_input_.size();
  if (is_kept) return;
  kept_input_ = input_;
  input_ = kept_input_;
}

Connection::Clock::duration Connection::idle_time() const {
  if (loop_.draining()) return first_request_grace;
  return service_.options.limits.idle_timeout;
}

/// The limit of a stage counts from its begin, not from the last byte: a trickle does not prolong it.
void Connection::arm_read_deadline() {
  const auto stage = parser_.stage();
  if (stage != armed_stage_ || served_ != armed_request_) {
    const auto& limits = service_.options.limits;
    armed_stage_ = stage;
    armed_request_ = served_;
    switch (stage) {
      case RequestParser::Stage::idle: stage_deadline_ = loop_.now() + idle_time(); break;
      case RequestParser::Stage::head: stage_deadline_ = loop_.now() + limits.header_timeout; break;
      case RequestParser::Stage::body: stage_deadline_ = loop_.now() + limits.body_timeout; break;
    }
  }
  deadline_ = stage_deadline_;
}

}  // namespace tenon::http
