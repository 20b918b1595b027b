#pragma once
#include "access/principal.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "base/token_buckets.hpp"
#include "query/operation.hpp"
#include "schema/model.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace tenon::query {

/// The @rateLimit of types. Thread-safe; what is not limited costs a look at an empty list.
class RateLimits {
 public:
  using Limits = std::vector<const schema::RateLimit*>;
  /// A clock that never goes back is best: microseconds. None: the steady one.
  using Clock = std::function<base::Micros()>;

  RateLimits(const schema::Model& model, Clock clock);

  /// What writing rows of that type counts against.
  static Limits limits_of(const schema::Resource& resource, schema::Operation operation);
  /// What a read counts against: the limits of every type whose rows it gives, each once.
  static Limits limits_of(const Get& operation);
  /// Of the candidates that more than the id is asked of. The others count where their row is found.
  static Limits limits_of(const GetAny& operation);
  static Limits limits_of(const List& operation);
  static Limits limits_of(const Connect& operation);
  static Limits limits_of(const Aggregate& operation);

  /// Counts `requests` against each; too_many_requests of the first that has not so many left, and those before it have
  /// been counted. The operator at the console is not limited.
  base::Result<void> admit(const Limits& limits, const access::Principal& principal, std::int64_t requests = 1);

 private:
  Clock clock_;
  std::unique_ptr<base::TokenBuckets> buckets_;  ///< null where nothing is limited
};

}  // namespace tenon::query
