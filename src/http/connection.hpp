#pragma once
#include "base/task.hpp"
#include "http/message.hpp"
#include "http/request_parser.hpp"
#include "http/service.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <coroutine>
#include <optional>
#include <string>
#include <string_view>

namespace tenon::http {

class EventLoop;

/// One client's connection: reads a chunk, answers all requests in it in order, writes once. While a handler waits
/// nothing is read, so a client can make us hold one chunk at most. Belongs to its loop and its thread.
class Connection {
 public:
  using Clock = std::chrono::steady_clock;

  Connection(EventLoop& loop, Service& service, boost::asio::ip::tcp::socket socket, std::string remote_ip);
  void start();
  /// Cuts what takes longer than its limit; called on every tick of the loop.
  void enforce_deadline(Clock::time_point now);
  /// The server stops: what was taken in is answered, then the connection ends.
  void drain();
  /// Ends it now; only a running handler is still waited for.
  void abort();
  bool handler_is_running() const { return task_ && !task_->done(); }

  std::size_t place = 0;  ///< index in the loop's table

 private:
  class SocketWait;
  class HandlerWait;
  class Turn;
  enum class Received : std::uint8_t { bytes, nothing, end };

  base::Task<void> serve();
  base::Task<void> flush();
  base::Task<void> linger();
  void on_session_done();

  Received receive();
  bool take_request();
  void start_handler();
  void answer_from_handler();
  void respond(Response response);
  void refuse(const base::Error& error);
  bool send_now();
  void keep_input();
  void arm_read_deadline();
  Clock::duration idle_time() const;
  bool is_idle() const { return parser_.stage() == RequestParser::Stage::idle; }

  EventLoop& loop_;
  Service& service_;
  boost::asio::ip::tcp::socket socket_;
  RequestParser parser_;
  Request request_;
  std::optional<base::Task<Response>> task_;
  std::coroutine_handle<> handler_waiter_;

  std::string_view input_;  ///< read, not yet parsed; in the loop's buffer until something waits, then in `kept_input_`
  std::string kept_input_;
  std::string output_;  ///< answers not yet sent
  std::string tail_;    ///< a large body that goes after `output_`, not copied into it
  std::size_t sent_ = 0;

  Clock::time_point deadline_ = Clock::time_point::max();  ///< of the wait that goes on
  Clock::time_point stage_deadline_{};
  RequestParser::Stage armed_stage_ = RequestParser::Stage::idle;
  std::uint64_t armed_request_ = ~std::uint64_t{0};
  std::uint64_t served_ = 0;
  Clock::time_point request_start_{};

  bool expired_ = false;                     ///< the wait was cut by its deadline
  bool likely_more_ = true;                  ///< the last read filled the buffer
  bool finished_ = false;                    ///< no further request is taken
  bool lingers_ = false;                     ///< we end it, so the client may still be sending
  bool broken_ = false;                      ///< nothing can be sent any more
  bool session_over_ = false;                ///< `serve` has come to its end
  bool reading_ = false;                     ///< waits for the client
  std::optional<base::Task<void>> session_;  ///< last, so that it goes first
};

}  // namespace tenon::http
