#pragma once
#include "base/deadline.hpp"
#include "base/task.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon::http {

enum class Method : std::uint8_t { get, head, post, put, patch, remove, options, other };
/// "GET", ..., "DELETE" for `remove`; empty for `other`, whose text is Request::method_text.
std::string_view to_text(Method method);
/// By its exact, upper-case name; anything else is `other`.
Method parse_method(std::string_view text);

/// ASCII letters folded, nothing else: names of headers and tokens.
bool equal_ignoring_case(std::string_view left, std::string_view right);

/// One request, whole and within the limits. Owned by the connection; valid until its response is written.
class Request {
 public:
  Method method = Method::get;
  std::string method_text;  ///< as sent, for `other`
  std::string target;       ///< as sent: path and query, or "*"; of the absolute form only these two
  std::string_view path;    ///< part of `target` before '?', still percent-encoded
  std::string_view query;   ///< part after '?', still percent-encoded; empty if none
  std::string body;
  std::string remote_ip;
  std::string request_id;  ///< the caller's X-Request-Id if it was a sane one, else a new UUIDv7
  std::vector<std::pair<std::string, std::string>> headers;  ///< names lower case, in order
  std::vector<std::string> path_parameters;                  ///< decoded; filled by the router
  base::Deadline deadline = base::Deadline::never();         ///< when the answer is no longer worth sending
  /// For the answer, whoever gives it; api/front adds them. Lists may be continued: "RateLimit".
  std::vector<std::pair<std::string, std::string>> answer_headers;

  Request() = default;
  Request(const Request& other);
  Request(Request&& other) noexcept;
  Request& operator=(const Request& other);
  Request& operator=(Request&& other) noexcept;
  ~Request() = default;

  /// First header of that name (lower case), or empty.
  std::string_view header(std::string_view name) const;
  /// Whether there is such a header, empty or not.
  bool has_header(std::string_view name) const;
  /// Sets `target`, `path` and `query`.
  void set_target(std::string_view text);
  /// Back to a fresh request of the same peer; keeps `remote_ip` and the memory.
  void clear();

 private:
  void point_into_target();
};

/// One answer. Content-Length, Date, Connection and X-Request-Id are added by the connection; for HEAD it drops the
/// body. Of headers with these names only `Connection: close` has an effect.
struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  /// Headers common to many answers, in wire form ("Name: value\r\n" each); the text must outlive the answer, see
  /// SecurityHeaders. `header` does not look here.
  std::string_view common_headers;

  Response() = default;
  explicit Response(int code) : status(code) {}
  void set(std::string_view name, std::string_view value);  ///< replaces or adds; case-insensitive
  /// Adds to what a comma-separated header has, without repeating a member ("Vary").
  void append(std::string_view name, std::string_view member);
  std::string_view header(std::string_view name) const;
  bool has_header(std::string_view name) const;
};

/// What answers. The request outlives the task. Must not throw; if it does, the connection logs and answers a bare 500.
using Handler = std::function<base::Task<Response>(Request&)>;

}  // namespace tenon::http
