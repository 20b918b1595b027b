#pragma once
#include "base/error.hpp"
#include "http/message.hpp"

#include <string_view>

namespace tenon::http {

/// What the rendering of an error needs to know of the request, where there is no whole Request.
struct ErrorContext {
  std::string_view request_id;  ///< for `meta.requestId` and the log
  std::string_view path;        ///< percent-encoded path; empty if it is not known
  std::string_view accept;      ///< the Accept header; names `application/problem+json` for RFC 9457
};

/// THE rendering of errors for HTTP: the JSON envelope of the HTTP reference, or RFC 9457 when Accept names it.
/// Adds `WWW-Authenticate` on 401, `Retry-After`, the `RateLimit` headers of an exhausted
/// limit, and `Allow` on 405. An error's `cause` goes to the log with the
/// request id and nowhere else.
Response error_response(const base::Error& error, const ErrorContext& context);
/// The headers of an error alone, for answers that have it in another form.
void add_error_headers(Response& response, const base::Error& error);
Response error_response(const base::Error& error, const Request& request);

}  // namespace tenon::http
