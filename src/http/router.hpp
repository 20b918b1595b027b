#pragma once
#include "http/message.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::http {

/// Path patterns to handlers. Literal segments win over parameters: "/users/me" over "/users/{id}".
/// Filled before serving, then read by all threads.
class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;

  /// `pattern` like "/api/v1/posts/{id}". HEAD follows GET by itself. Adding the same twice is a programmer's fault
  /// (throws std::logic_error).
  void add(Method method, std::string_view pattern, Handler handler);

  struct Match {
    const Handler* handler = nullptr;  ///< null: see the other two
    bool path_known = false;           ///< with no handler: 405, else 404
    std::vector<std::string> allow;    ///< methods this path has, with HEAD and OPTIONS; for 405 and OPTIONS
    bool malformed = false;  ///< the path's percent-encoding is broken or decodes to a NUL or invalid UTF-8: 400
  };
  /// Fills request.path_parameters on a match. A trailing slash is another path (404).
  Match match(Request& request) const;
  /// Every (method, pattern), sorted by pattern: for start-up output and docs.
  std::vector<std::pair<Method, std::string>> routes() const;

 private:
  struct Node;
  std::unique_ptr<Node> root_;
};

}  // namespace tenon::http
