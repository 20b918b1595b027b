#pragma once
#include "base/secret.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace tenon::auth {

/// What a new password must be. Stored ones are never judged again.
struct PasswordLimits {
  std::size_t min_length = 8;    ///< code points
  std::size_t max_length = 256;  ///< code points; bounds the work of a hash, not the user's taste
};

/// Cost of one argon2id hash with one lane. The defaults are OWASP's; hashes made with others are renewed at login.
struct ArgonParameters {
  std::size_t memory_bytes = 19'456 * 1024;  ///< at least 8 KiB
  unsigned passes = 2;                       ///< at least 1
};

/// How many hashes run and wait at once.
struct HashingLimits {
  unsigned threads = 0;          ///< 0: half the cores, at least one
  std::size_t max_waiting = 64;  ///< more are refused with 503
};

/// A token bucket: `burst` at once, then `per_second`.
struct BucketLimit {
  double burst = 1;       ///< at least 1
  double per_second = 1;  ///< more than 0
};

/// Attempts to sign in or up. What is over the limit is 429 with Retry-After.
struct ThrottleLimits {
  BucketLimit account{10, 10.0 / 60};  ///< login and register, by the login value; a success fills it up again
  BucketLimit address{100, 1};         ///< login and register, by remote address (IPv6: by /64)
  BucketLimit refresh{300, 10};        ///< refresh and logout, by remote address
  std::size_t max_entries = 100'000;   ///< buckets remembered, each kind
};

/// All of auth's settings. The secrets are required, the rest has defaults.
struct AuthOptions {
  std::vector<base::Secret> secrets;  ///< the first makes tokens, all are accepted: add a new one in front to rotate
  std::string issuer = "tenon";       ///< `iss` made and required
  std::string audience = "tenon";     ///< `aud` made and required
  std::chrono::seconds access_lifetime{900};            ///< `expiresIn`
  std::chrono::seconds refresh_lifetime{30 * 86'400};   ///< of one refresh token; each use gives a new one
  std::chrono::seconds session_lifetime{180 * 86'400};  ///< whole chain of refreshes; then the password is asked again
  std::chrono::seconds clock_leeway{10};                ///< how far clocks of several instances may be apart
  PasswordLimits password;
  ArgonParameters argon;
  HashingLimits hashing;
  ThrottleLimits throttle;
  std::size_t identities_per_loop = 4'096;  ///< verified tokens remembered, each loop
};

}  // namespace tenon::auth
