#include "query/rate_limits.hpp"

#include "base/address.hpp"

#include <algorithm>
#include <chrono>
#include <string>

namespace tenon::query {
namespace {

constexpr std::size_t remembered_buckets = 128 * 1024;
constexpr base::Micros second = 1'000'000;

base::Micros steady_now() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

/// Collects the limits of the types whose rows are given.
class Reads {
 public:
  void of(const schema::Resource& resource) {
    for (const auto& limit : resource.rate_limits)
      if (limit.operations.has(schema::Operation::read) && std::ranges::find(limits, &limit) == limits.end())
        limits.push_back(&limit);
  }
  void of(const Selection& selection) {
    of(*selection.resource);
    for (const auto& include : selection.includes) of(include.selection);
    of(selection.members);
  }
  void of(const std::vector<Member>& members) {
    for (const auto& member : members) {
      if (member.kind == Member::Kind::to_one || member.kind == Member::Kind::connection) of(*member.field->target);
      of(member.members);
    }
  }

  RateLimits::Limits limits;
};

std::string key_of(const schema::RateLimit& limit, const access::Principal& principal) {
  std::string key = limit.name;
  key += '\n';
  if (limit.per == schema::LimitPer::address || principal.anonymous()) {
    key += base::client_block(principal.remote_ip);
    return key;
  }
  // An account's id is no address: it stands behind another mark.
  key += '\n';
  const auto* number = std::get_if<std::int64_t>(&principal.id);
  key += number ? std::to_string(*number) : std::get<std::string>(principal.id);
  return key;
}

base::Error refused(const schema::RateLimit& limit, base::Micros wait) {
  base::Error error(base::ErrorCode::too_many_requests);
  error.retry_after_seconds = static_cast<int>(std::clamp<base::Micros>((wait + second - 1) / second, 1, 604'800));
  error.limit = base::ExhaustedLimit{limit.name, limit.requests, limit.window_seconds};
  error.figures = {{"retryAfter", error.retry_after_seconds}};
  return error;
}

}  // namespace

RateLimits::RateLimits(const schema::Model& model, Clock clock) : clock_(clock ? std::move(clock) : steady_now) {
  const auto limited = [](const auto& resource) { return !resource->rate_limits.empty(); };
  if (std::ranges::any_of(model.resources, limited))
    buckets_ = std::make_unique<base::TokenBuckets>(remembered_buckets);
}

RateLimits::Limits RateLimits::limits_of(const schema::Resource& resource, schema::Operation operation) {
  Limits limits;
  for (const auto& limit : resource.rate_limits)
    if (limit.operations.has(operation)) limits.push_back(&limit);
  return limits;
}

RateLimits::Limits RateLimits::limits_of(const Get& operation) {
  Reads reads;
  reads.of(operation.selection);
  return std::move(reads.limits);
}

RateLimits::Limits RateLimits::limits_of(const GetAny& operation) {
  Reads reads;
  for (const auto& candidate : operation.candidates) {
    const auto says_more = [&](const Member& member) {
      return member.kind != Member::Kind::constant && member.field != candidate.resource->id;
    };
    if (std::ranges::any_of(candidate.members, says_more)) reads.of(candidate);
  }
  return std::move(reads.limits);
}

RateLimits::Limits RateLimits::limits_of(const List& operation) {
  Reads reads;
  reads.of(operation.selection);
  return std::move(reads.limits);
}

RateLimits::Limits RateLimits::limits_of(const Connect& operation) {
  Reads reads;
  reads.of(*operation.resource);
  reads.of(operation.members);
  return std::move(reads.limits);
}

RateLimits::Limits RateLimits::limits_of(const Aggregate& operation) {
  Reads reads;
  reads.of(*operation.resource);
  return std::move(reads.limits);
}

base::Result<void> RateLimits::admit(const Limits& limits, const access::Principal& principal, std::int64_t requests) {
  if (limits.empty() || !buckets_ || principal.credential == access::Credential::operator_console) return {};
  for (const auto* limit : limits) {
    const base::BucketPolicy policy{limit->requests, limit->window_seconds * second};
    const auto answer = buckets_->take(key_of(*limit, principal), policy, clock_(), requests);
    if (!answer.taken) return std::unexpected(refused(*limit, answer.wait));
  }
  return {};
}

}  // namespace tenon::query
