#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "http/message.hpp"

namespace tenon::http {

/// Limits on everything a client controls. Beyond each: the status in brackets, or the connection is closed.
struct Limits {
  std::size_t max_header_bytes = 16 * 1024;         ///< all header lines together (431)
  std::size_t max_headers = 100;                    ///< count (431)
  std::size_t max_target_bytes = 8 * 1024;          ///< request target (414)
  std::size_t max_body_bytes = 1024 * 1024;         ///< (413), for Content-Length and chunked alike
  std::chrono::milliseconds header_timeout{10'000}; ///< from the first byte of a request to the end of its headers (408)
  std::chrono::milliseconds body_timeout{30'000};   ///< whole body (408)
  std::chrono::milliseconds idle_timeout{75'000};   ///< between requests (closed)
  std::chrono::milliseconds write_timeout{30'000};  ///< one flush to a slow reader (closed)
  std::chrono::milliseconds request_timeout{30'000};///< Request::deadline
  std::size_t max_connections = 10'000;             ///< per process (accepted and closed at once, with 503 where it is free to send)
  unsigned max_pipelined = 64;                      ///< answered per read before the loop turns to others
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;       ///< 0: any free one, see Server::port()
  unsigned loops = 0;              ///< threads; 0: one per core
  Limits limits;
  std::chrono::milliseconds drain_timeout{10'000};  ///< on stop, how long what was taken in may take
};

/// One event loop per thread, each with its own SO_REUSEPORT listener; a connection never changes its thread.
class Server {
 public:
  /// Binds; throws std::runtime_error with a sentence for the operator when it cannot.
  Server(ServerOptions options, Handler handler);
  ~Server();
  std::uint16_t port() const;
  unsigned loops() const;
  /// Serves until stop(); blocks. Each loop calls Loop::set_current on its thread.
  void run();
  /// Stops accepting, answers what was read (`Connection: close`), waits at most drain_timeout, then closes. Thread-safe, idempotent; also safe from a signal-handling thread.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tenon::http
