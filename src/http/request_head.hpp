#pragma once
#include "base/result.hpp"
#include "http/limits.hpp"
#include "http/message.hpp"

#include <cstdint>
#include <string_view>

namespace tenon::http {

/// What a request's head says about framing, beside what is in the Request.
struct RequestHead {
  std::uint64_t content_length = 0;  ///< bytes of body to come, if not chunked
  bool chunked = false;              ///< the body is in the chunked coding
  bool keep_alive = true;            ///< the client lets the connection live on
  bool http_1_0 = false;             ///< an old client
  bool expects_continue = false;     ///< the client waits for "100 Continue"
};

/// Reads a whole head, from the method to the empty line, into `request`. Refuses what two parsers could understand in
/// two ways, and a Content-Length over the limit.
base::Result<RequestHead> read_head(std::string_view text, const Limits& limits, Request& request);

}  // namespace tenon::http
