#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/deadline.hpp"
#include "base/task.hpp"

namespace tenon::http {

enum class Method : std::uint8_t { get, head, post, put, patch, remove, options, other };
std::string_view to_text(Method method);

/// One request, whole and within the limits. Owned by the connection; valid until its response is written.
class Request {
 public:
  Method method = Method::get;
  std::string method_text;    ///< as sent, for `other`
  std::string target;         ///< as sent: path and query
  std::string_view path;      ///< part of `target` before '?', still percent-encoded
  std::string_view query;     ///< part after '?', still percent-encoded; empty if none
  std::string body;
  std::string remote_ip;
  std::string request_id;     ///< the caller's X-Request-Id if it was a sane one, else a new UUIDv7
  std::vector<std::pair<std::string, std::string>> headers;     ///< names lower case, in order
  std::vector<std::string> path_parameters;                     ///< decoded; filled by the router
  base::Deadline deadline = base::Deadline::never();            ///< when the answer is no longer worth sending

  /// First header of that name (lower case), or empty.
  std::string_view header(std::string_view name) const;
  /// Whether there is such a header, empty or not.
  bool has_header(std::string_view name) const;
};

/// One answer. Content-Length, Date, Connection and X-Request-Id are added by the connection; for HEAD it drops the body.
struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  Response() = default;
  explicit Response(int code) : status(code) {}
  void set(std::string_view name, std::string_view value);   ///< replaces or adds; case-insensitive
  std::string_view header(std::string_view name) const;
};

/// What answers. The request outlives the task. Must not throw; if it does, the connection logs and answers a bare 500.
using Handler = std::function<base::Task<Response>(Request&)>;

}  // namespace tenon::http
