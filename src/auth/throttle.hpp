#pragma once
#include "auth/options.hpp"

#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tenon::auth {

/// Token buckets by key, in bounded memory: when full, the one used longest ago is forgotten. Thread-safe.
class Throttle {
 public:
  using Clock = std::chrono::steady_clock;

  Throttle(BucketLimit limit, std::size_t max_entries);

  /// Takes one token of `key`'s bucket. If there is none: the whole seconds until there is one again, at least 1.
  std::optional<int> take(std::string_view key, Clock::time_point now = Clock::now());
  /// Fills the bucket up again.
  void forget(std::string_view key);

  std::size_t size() const;

 private:
  struct Bucket {
    std::string key;
    double tokens = 0;
    Clock::time_point updated;
  };
  using Buckets = std::list<Bucket>;

  Bucket& bucket_of(std::string_view key, Clock::time_point now);

  const BucketLimit limit_;
  const std::size_t max_entries_;
  mutable std::mutex mutex_;
  Buckets buckets_;  // most recently used first
  std::unordered_map<std::string_view, Buckets::iterator> index_;
};

}  // namespace tenon::auth
