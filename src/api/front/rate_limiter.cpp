#include "api/front/rate_limiter.hpp"

#include "base/address.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tenon::api::front {
namespace {

constexpr base::Micros second = 1'000'000;

std::int64_t whole_seconds(base::Micros time) {
  return (time + second - 1) / second;
}

base::Micros steady_now() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

}  // namespace

RateLimiter::Policy RateLimiter::policy_of(std::string name, RequestLimit limit) {
  auto header = '"' + name + "\";q=" + std::to_string(limit.requests) + ";w=" + std::to_string(limit.window_seconds);
  return {std::move(name), limit, std::move(header)};
}

RateLimiter::RateLimiter(RateLimiterOptions options, const schema::Model& model)
    : options_(std::move(options)), roles_(model.roles.size()), buckets_(options_.remembered) {
  if (!options_.clock) options_.clock = steady_now;
  if (options_.address) address_ = policy_of("address", *options_.address);
  if (options_.principal) principal_ = policy_of("default", *options_.principal);
  principals_ = principal_.has_value();
  for (std::size_t i = 0; i < roles_.size(); ++i) {
    const auto& limit = model.roles[i].rate_limit;
    if (!limit) continue;
    roles_[i] = policy_of(limit->name, {limit->requests, limit->window_seconds});
    principals_ = true;
  }
}

/// Of several roles with a limit, the one with the most requests in a second.
const RateLimiter::Policy* RateLimiter::policy_of(const access::Principal& principal) const {
  const Policy* best = nullptr;
  for (std::size_t i = 0; i < roles_.size(); ++i) {
    if (!roles_[i] || !principal.has_role(static_cast<int>(i))) continue;
    const auto& limit = roles_[i]->limit;
    if (!best || limit.requests * best->limit.window_seconds > best->limit.requests * limit.window_seconds)
      best = &*roles_[i];
  }
  if (best) return best;
  return principal_ ? &*principal_ : nullptr;
}

std::optional<base::Error> RateLimiter::take(const Policy& policy, std::string_view key, http::Request& request) {
  const base::BucketPolicy bucket{policy.limit.requests, policy.limit.window_seconds * second};
  const auto answer = buckets_.take(key, bucket, options_.clock());
  if (answer.taken) {
    auto state = '"' + policy.name + "\";r=" + std::to_string(answer.left) +
                 ";t=" + std::to_string(whole_seconds(answer.full_in));
    request.answer_headers.emplace_back("RateLimit-Policy", policy.header);
    request.answer_headers.emplace_back("RateLimit", std::move(state));
    return std::nullopt;
  }
  base::Error error(base::ErrorCode::too_many_requests);
  error.retry_after_seconds = static_cast<int>(std::max<std::int64_t>(whole_seconds(answer.wait), 1));
  error.limit = base::ExhaustedLimit{policy.name, policy.limit.requests, policy.limit.window_seconds};
  error.figures = {{"retryAfter", error.retry_after_seconds}};
  return error;
}

std::optional<base::Error> RateLimiter::arrived(http::Request& request) {
  if (!address_) return std::nullopt;
  return take(*address_, base::client_block(request.remote_ip), request);
}

std::optional<base::Error> RateLimiter::identified(http::Request& request, const access::Principal& principal) {
  if (!principals_ || principal.anonymous()) return std::nullopt;
  const auto* policy = policy_of(principal);
  if (!policy) return std::nullopt;
  // No address begins with this mark. The policy is part of the name: a caller may lose a role and get it again.
  std::string key = "\n" + policy->name + '\n';
  const auto* number = std::get_if<std::int64_t>(&principal.id);
  key += number ? std::to_string(*number) : std::get<std::string>(principal.id);
  return take(*policy, key, request);
}

}  // namespace tenon::api::front
