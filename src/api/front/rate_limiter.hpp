#pragma once
#include "access/principal.hpp"
#include "base/error.hpp"
#include "base/time.hpp"
#include "base/token_buckets.hpp"
#include "http/message.hpp"
#include "schema/model.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tenon::api::front {

/// At most so many requests within so long.
struct RequestLimit {
  std::int64_t requests = 0;
  std::int64_t window_seconds = 0;
};

struct RateLimiterOptions {
  std::optional<RequestLimit> principal;  ///< each account, unless a role of it has a limit of its own
  std::optional<RequestLimit> address;    ///< each address (IPv6: each /64), whoever sends from there
  std::size_t remembered = 256 * 1024;    ///< buckets; see base::TokenBuckets
  std::function<base::Micros()> clock;    ///< never goes back; none: the steady one
};

/// How many requests of any kind one may send. Two buckets: the address's, asked before anything is done for the
/// request, and the caller's, asked once it is known who it is. A stranger has the address's only. Both are told in
/// `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers). Thread-safe.
class RateLimiter {
 public:
  RateLimiter(RateLimiterOptions options, const schema::Model& model);

  /// Whether there is anything to count.
  bool counts() const { return options_.address || principals_; }
  /// Counts the request against its address; the error where there is nothing left.
  std::optional<base::Error> arrived(http::Request& request);
  /// Counts it against its caller.
  std::optional<base::Error> identified(http::Request& request, const access::Principal& principal);

 private:
  struct Policy {
    std::string name;  ///< as clients see it
    RequestLimit limit;
    std::string header;  ///< `"name";q=100;w=60`
  };
  static Policy policy_of(std::string name, RequestLimit limit);
  /// Null: the caller is not limited.
  const Policy* policy_of(const access::Principal& principal) const;
  std::optional<base::Error> take(const Policy& policy, std::string_view key, http::Request& request);

  RateLimiterOptions options_;
  bool principals_ = false;  ///< whether any caller is limited
  std::optional<Policy> address_;
  std::optional<Policy> principal_;
  std::vector<std::optional<Policy>> roles_;  ///< by index of the role
  base::TokenBuckets buckets_;
};

}  // namespace tenon::api::front
