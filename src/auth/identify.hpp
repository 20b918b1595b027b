#pragma once
#include "access/principal.hpp"
#include "auth/access_token.hpp"
#include "auth/identity.hpp"
#include "base/lru_cache.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "http/message.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace tenon::auth {

/// Who sends a request. One object serves all loops; each loop has its own cache of verified tokens, so a repeated
/// token costs a look-up, and a repeated token after a write one read of the account's row.
///
/// What the account's row and session say always holds from the commit on that changed it: a cached identity is used
/// only while nothing at all was written.
class Identifier {
 public:
  /// `tokens` and `database` must outlive it. A model without accounts knows anonymous callers only.
  Identifier(schema::ModelPtr model, db::Database& database, const AccessTokens& tokens, sql::Dialect dialect,
             unsigned loops, std::size_t identities_per_loop);

  /// No credentials: the anonymous Principal. Credentials that are not good, or of a kind we do not take: 401.
  /// To be awaited on a loop.
  base::Task<base::Result<access::Principal>> identify(const http::Request& request);

  /// Counters of the calling loop, for tests and metrics.
  struct Statistics {
    std::uint64_t signatures = 0;  ///< tokens verified by their signature
    std::uint64_t reads = 0;       ///< account rows read
  };
  Statistics statistics() const { return cache_of_this_loop().statistics; }

 private:
  struct Known {
    AccessClaims claims;
    std::shared_ptr<const Identity> identity;  // null: the account or the session is gone
    std::optional<std::uint64_t> counter;      // of changes when `identity` was read
  };
  struct Cache {
    explicit Cache(std::size_t capacity) : known(capacity) {}
    base::LruCache<Known> known;
    Statistics statistics;
  };

  base::Task<base::Result<access::Principal>> identify_bearer(std::string_view token, const http::Request& request);
  /// The verified token, from the cache or by its signature; null if it is not good.
  Known* verified(Cache& cache, std::string_view token, base::Micros now) const;
  Cache& cache_of_this_loop() const;

  db::Database& database_;
  const AccessTokens& tokens_;
  std::optional<Identities> identities_;  // none for a model without accounts
  std::vector<std::unique_ptr<Cache>> caches_;
};

}  // namespace tenon::auth
