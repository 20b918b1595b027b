#include "auth/throttle.hpp"

#include <algorithm>
#include <cmath>

namespace tenon::auth {

Throttle::Throttle(BucketLimit limit, std::size_t max_entries)
    : limit_{std::max(limit.burst, 1.0), std::max(limit.per_second, 1e-6)},
      max_entries_(std::max<std::size_t>(max_entries, 1)) {}

std::optional<int> Throttle::take(std::string_view key, Clock::time_point now) {
  std::lock_guard lock(mutex_);
  Bucket& bucket = bucket_of(key, now);
  const std::chrono::duration<double> passed = std::max(now - bucket.updated, Clock::duration::zero());
  bucket.tokens = std::min(limit_.burst, bucket.tokens + passed.count() * limit_.per_second);
  bucket.updated = std::max(bucket.updated, now);
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return std::nullopt;
  }
  const double wait = std::ceil((1 - bucket.tokens) / limit_.per_second);
  return static_cast<int>(std::clamp(wait, 1.0, 86'400.0));
}

void Throttle::forget(std::string_view key) {
  std::lock_guard lock(mutex_);
  const auto found = index_.find(key);
  if (found == index_.end()) return;
  const auto bucket = found->second;
  index_.erase(found);
  buckets_.erase(bucket);
}

std::size_t Throttle::size() const {
  std::lock_guard lock(mutex_);
  return buckets_.size();
}

Throttle::Bucket& Throttle::bucket_of(std::string_view key, Clock::time_point now) {
  if (const auto found = index_.find(key); found != index_.end()) {
    buckets_.splice(buckets_.begin(), buckets_, found->second);
    return *found->second;
  }
  if (buckets_.size() >= max_entries_) {
    index_.erase(buckets_.back().key);
    buckets_.pop_back();
  }
  buckets_.push_front({std::string(key), limit_.burst, now});
  index_.emplace(buckets_.front().key, buckets_.begin());
  return buckets_.front();
}

}  // namespace tenon::auth
