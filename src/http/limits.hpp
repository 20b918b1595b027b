#pragma once
#include <chrono>
#include <cstddef>

namespace tenon::http {

/// Limits on everything a client controls. Beyond each: the status in brackets, or the connection is closed.
struct Limits {
  std::size_t max_header_bytes = 16 * 1024;  ///< all header lines together (431)
  std::size_t max_headers = 100;             ///< count (431)
  std::size_t max_target_bytes = 8 * 1024;   ///< request target (414)
  std::size_t max_body_bytes = 1024 * 1024;  ///< (413), for Content-Length and chunked alike
  std::chrono::milliseconds header_timeout{
      10'000};                                     ///< from the first byte of a request to the end of its headers (408)
  std::chrono::milliseconds body_timeout{30'000};  ///< whole body (408)
  std::chrono::milliseconds idle_timeout{75'000};  ///< between requests (closed)
  std::chrono::milliseconds write_timeout{30'000};    ///< one flush to a slow reader (closed)
  std::chrono::milliseconds request_timeout{30'000};  ///< Request::deadline
  std::size_t max_connections =
      10'000;                   ///< per process (accepted and closed at once, with 503 where it is free to send)
  unsigned max_pipelined = 64;  ///< answered per read before the loop turns to others
};

}  // namespace tenon::http
