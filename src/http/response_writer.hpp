#pragma once
#include "http/message.hpp"

#include <string>
#include <string_view>

namespace tenon::http {

/// What the connection knows and the handler does not.
struct ResponseFrame {
  std::string_view date_line;   ///< "Date: ...\r\n"
  std::string_view request_id;  ///< for X-Request-Id
  bool head_only = false;       ///< answers HEAD: Content-Length as for GET, no body
  bool http_1_0 = false;        ///< a kept connection must be announced
  bool close = false;           ///< the last answer on this connection
};

/// Whether the body goes over the wire.
bool has_content(const Response& response, const ResponseFrame& frame);
/// Appends status line and headers with the empty line. Control characters in header values become spaces and headers
/// with invalid names are dropped, so no value can begin a line of its own.
void append_head(std::string& out, const Response& response, const ResponseFrame& frame);

}  // namespace tenon::http
