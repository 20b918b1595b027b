#pragma once
#include "http/message.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace tenon::http {

/// Which web pages may read our answers.
struct CorsOptions {
  std::vector<std::string> origins;   ///< exact, e.g. "https://app.example.com"; "*" alone means any; none: CORS is off
  bool credentials = false;           ///< whether cookies may come along; refused together with "*"
  std::chrono::seconds max_age{600};  ///< how long a browser may keep a preflight answer
};

/// Cross-origin rules (Fetch standard). An origin is answered only if it is in the list, letter for letter. Immutable,
/// so threads may share it.
class Cors {
 public:
  /// Throws std::invalid_argument with a sentence for the operator: "*" with credentials or beside others, or an entry
  /// that is not scheme://host[:port].
  explicit Cors(CorsOptions options);

  /// OPTIONS with Origin and Access-Control-Request-Method.
  static bool is_preflight(const Request& request);
  /// 204; with the Access-Control headers if the origin is allowed, else without.
  Response preflight(const Request& request) const;
  /// Adds what a browser needs to read this answer, and `Vary: Origin`.
  void apply(const Request& request, Response& response) const;

 private:
  bool allow_origin(const Request& request, Response& response) const;

  CorsOptions options_;
  bool any_ = false;
};

}  // namespace tenon::http
