#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon::base {

/// What can go wrong because of a client or a resource it needs. Each code has one meaning and one HTTP status;
/// the table is in error.cpp, and the renderers and the reference page read it from there.
enum class ErrorCode : std::uint8_t {
  bad_request,             ///< 400: cannot be understood: syntax, unknown parameter, malformed cursor
  unauthenticated,         ///< 401: no or no valid credentials where some are needed
  forbidden,               ///< 403: known caller, known thing, not allowed
  not_found,               ///< 404: does not exist, or does not exist for this caller
  method_not_allowed,      ///< 405: this path has other methods
  not_acceptable,          ///< 406: no representation that the client accepts
  request_timeout,         ///< 408: the client took too long to send its request
  conflict,                ///< 409: a unique key, a foreign key or an idempotency key is in the way
  precondition_failed,     ///< 412: If-Match does not match
  payload_too_large,       ///< 413: body over the limit
  uri_too_long,            ///< 414: request target over the limit
  unsupported_media_type,  ///< 415: body in a media type this path does not read
  expectation_failed,      ///< 417: an Expect other than 100-continue
  validation,              ///< 422: understood, but values are wrong; `details` lists every fault
  too_expensive,           ///< 422: its price is above the cap; `figures` has both
  precondition_required,   ///< 428: this write needs If-Match
  too_many_requests,       ///< 429: throttled; `retry_after_seconds` is set
  headers_too_large,       ///< 431: header section over the limit
  internal,                ///< 500: a fault of ours; nothing of `cause` leaves the process
  not_implemented,         ///< 501: a method or transfer coding the server does not know
  unavailable,             ///< 503: overloaded, shutting down, or the database is away
  version_not_supported,   ///< 505: not HTTP/1.x
};

/// One row of the table that maps a code to its wire forms.
struct ErrorInfo {
  ErrorCode code;           ///< the key
  int http_status;          ///< status line
  std::string_view name;    ///< `error.code` in JSON, e.g. "VALIDATION_ERROR"
  std::string_view phrase;  ///< default message when the maker of the error gave none
};

/// The row of `code`; total over the enum.
const ErrorInfo& error_info(ErrorCode code);

/// Every row, for generated reference pages.
std::span<const ErrorInfo> error_table();

/// One fault of one field or parameter.
struct ErrorDetail {
  std::string field;    ///< path in the input, e.g. "email" or "0.title"; a query parameter's name
  std::string code;     ///< stable word: required, type, format, length, range, pattern, unknown, unique, ...
  std::string message;  ///< for people
  bool operator==(const ErrorDetail&) const = default;
};

/// The rate limit that stood in the way, for the `RateLimit` headers.
struct ExhaustedLimit {
  std::string name;                 ///< of the policy, printable ASCII without quotes
  std::int64_t requests = 0;        ///< allowed within the window
  std::int64_t window_seconds = 0;  ///< at least 1
};

/// An error as a value: what a client may see, and apart from it the cause that only the log sees.
struct Error {
  ErrorCode code = ErrorCode::internal;  ///< decides the status
  std::string message;                   ///< safe for clients; empty means the table's phrase
  std::vector<ErrorDetail> details;      ///< every fault at once, in input order
  std::string cause;                     ///< internal; logged with the request id, never rendered
  int retry_after_seconds = 0;           ///< > 0 gives `Retry-After`
  std::vector<std::string> allow;        ///< methods for `Allow` on 405
  std::vector<std::pair<std::string_view, std::int64_t>> figures;  ///< further members of the error; names are literals
  std::optional<ExhaustedLimit> limit;                             ///< too_many_requests: which limit it was

  Error() = default;
  explicit Error(ErrorCode error_code, std::string text = {}) : code(error_code), message(std::move(text)) {}

  /// The message for clients, never empty.
  std::string_view text() const { return message.empty() ? error_info(code).phrase : std::string_view(message); }
};

/// A 500 whose cause is logged and not shown.
Error internal_error(std::string cause);
/// A 422 with one fault; push more onto `details`.
Error validation_error(std::string field, std::string code, std::string message);

}  // namespace tenon::base
