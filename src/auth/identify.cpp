#include "auth/identify.hpp"

#include "auth/execute.hpp"
#include "base/loop.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace tenon::auth {
namespace {

constexpr std::string_view bearer = "bearer ";

bool starts_with_ignoring_case(std::string_view text, std::string_view lower) {
  if (text.size() < lower.size()) return false;
  return std::equal(lower.begin(), lower.end(), text.begin(), [](char wanted, char c) {
    return wanted == (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  });
}

/// What a request shows of its sender.
struct Presented {
  bool anonymous = true;
  std::string_view token;  ///< empty if anonymous, and for credentials that we do not take
};

Presented presented_by(const http::Request& request) {
  Presented presented;
  for (const auto& [name, value] : request.headers) {
    // Taken for anonymous, its sender would wonder; API keys are refused until there are any.
    if (name == "x-api-key") return {false, {}};
    if (name != "authorization") continue;
    if (!presented.anonymous) return {false, {}};  // two of them: which one is meant?
    presented.anonymous = false;
    if (starts_with_ignoring_case(value, bearer)) presented.token = std::string_view(value).substr(bearer.size());
  }
  return presented;
}

access::Principal anonymous(const std::string& remote_ip, base::Micros now) {
  access::Principal principal;
  principal.remote_ip = remote_ip;
  principal.now = now;
  return principal;
}

}  // namespace

Identifier::Identifier(schema::ModelPtr model, db::Database& database, const AccessTokens& tokens, sql::Dialect dialect,
                       unsigned loops, std::size_t identities_per_loop)
    : database_(database), tokens_(tokens) {
  if (model->account) identities_.emplace(std::move(model), dialect);
  for (unsigned i = 0; i < std::max(loops, 1U); ++i) caches_.push_back(std::make_unique<Cache>(identities_per_loop));
}

base::Task<base::Result<access::Principal>> Identifier::identify(const http::Request& request) {
  const Presented presented = presented_by(request);
  if (presented.anonymous) co_return anonymous(request.remote_ip, base::now_micros());
  if (presented.token.empty() || !identities_) co_return std::unexpected(refused());
  auto principal = co_await identify_bearer(presented.token, request);
  co_return principal;
}

base::Task<base::Result<access::Principal>> Identifier::identify_bearer(std::string_view token,
                                                                        const http::Request& request) {
  const base::Micros now = base::now_micros();
  Cache& cache = cache_of_this_loop();
  const Known* known = verified(cache, token, now);
  if (!known) co_return std::unexpected(refused());
  // Asked before the read: what is written during it makes the next request read again.
  const std::uint64_t counter = database_.change_counter();
  std::shared_ptr<const Identity> identity = known->identity;
  if (known->counter != counter) {
    ++cache.statistics.reads;
    auto found =
        co_await identities_->find(database_, known->claims.session, known->claims.subject, now, request.deadline);
    if (!found) co_return std::unexpected(found.error());
    identity = *found ? std::make_shared<const Identity>(std::move(**found)) : nullptr;
    // Other requests used the cache during the wait: `known` may be gone.
    if (Known* entry = cache.known.find(token)) {
      entry->identity = identity;
      entry->counter = counter;
    }
  }
  if (!identity || now >= identity->session_expires_at) co_return std::unexpected(refused());
  co_return make_principal(*identity, request.remote_ip, now);
}

Identifier::Known* Identifier::verified(Cache& cache, std::string_view token, base::Micros now) const {
  if (Known* known = cache.known.find(token)) {
    const base::Micros leeway = std::chrono::microseconds(tokens_.leeway()).count();
    return now < known->claims.expires_at + leeway ? known : nullptr;
  }
  ++cache.statistics.signatures;
  auto claims = tokens_.verify(token, now);
  if (!claims) return nullptr;
  return &cache.known.put(std::string(token), Known{std::move(*claims), nullptr, std::nullopt});
}

Identifier::Cache& Identifier::cache_of_this_loop() const {
  const base::Loop* loop = base::Loop::current();
  assert(loop && loop->index() < caches_.size());
  return *caches_[loop->index()];
}

}  // namespace tenon::auth
