#pragma once
#include "http/limits.hpp"
#include "http/message.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace tenon::http {

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;  ///< 0: any free one, see Server::port()
  unsigned loops = 0;         ///< threads; 0: one per core
  Limits limits;
  std::chrono::milliseconds drain_timeout{10'000};  ///< on stop, how long what was taken in may take

  /// Called on every answer before it is written, also on those the connection makes itself (400, 408, 413, ...): the
  /// place for SecurityHeaders::apply. Runs on the connection's loop; must not throw.
  std::function<void(const Request&, Response&)> decorate;
  /// Called when an answer is about to be written, with the microseconds since the request was complete: access log and
  /// metrics. A request that was refused may lack what was not read. Runs on the connection's loop; must not throw.
  std::function<void(const Request&, const Response&, std::int64_t micros)> on_response;
};

/// One event loop per thread, each with its own SO_REUSEPORT listener; a connection never changes its thread.
class Server {
 public:
  /// Binds; throws std::runtime_error with a sentence for the operator when it cannot.
  Server(ServerOptions options, Handler handler);
  /// Only after run() has returned. If tasks were still waiting when the drain time was over, their loops are kept for
  /// ever, since another thread may still post to them.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  unsigned loops() const;
  /// Serves until stop(); blocks. Each loop calls Loop::set_current on its thread.
  void run();
  /// Stops accepting, answers what was read (`Connection: close`), waits at most drain_timeout, then closes.
  /// Thread-safe, idempotent; also safe from a signal-handling thread.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tenon::http
