#pragma once
#include "auth/options.hpp"
#include "auth/work_pool.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/task.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

namespace tenon::auth {

/// Makes and checks argon2id hashes on threads of its own, so that no event loop waits. Thread-safe.
///
/// Every call is one hash of work, whether or not there is anything to compare with, and is awaited on a loop.
/// 503 with Retry-After when too many wait.
class PasswordHasher {
 public:
  /// Throws std::runtime_error if the cost is out of the algorithm's bounds.
  PasswordHasher(const ArgonParameters& cost, const HashingLimits& limits);

  /// The PHC text to store, with a random salt.
  base::Task<base::Result<std::string>> hash(base::Secret password);

  struct Verdict {
    bool matches = false;
    bool needs_rehash = false;  ///< made with another cost than today's; only told for a match
  };
  /// Compares with the stored text. With none (unknown account, or one without a password) it does the same work in
  /// vain.
  base::Task<base::Result<Verdict>> verify(base::Secret password, std::optional<std::string> stored);

  /// Hashes computed since the start: what tests count in place of time.
  std::uint64_t runs() const { return runs_.load(std::memory_order_relaxed); }

 private:
  ArgonParameters cost_;
  std::string nobody_;  // hash text of today's cost that no password is known for
  std::atomic<std::uint64_t> runs_ = 0;
  WorkPool pool_;
};

}  // namespace tenon::auth
