#pragma once
#include "base/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace tenon::base {

/// A bucket of so many tokens, which fills from empty to full within the window.
struct BucketPolicy {
  std::int64_t tokens = 1;  ///< at least 1
  Micros window = 1;        ///< microseconds, at least 1
};

/// What came of asking for tokens.
struct BucketAnswer {
  bool taken = false;
  std::int64_t left = 0;  ///< whole tokens
  Micros full_in = 0;     ///< until the bucket is full again
  Micros wait = 0;        ///< not taken: until there are as many as were asked for; never, where the bucket is
                          ///< smaller than that: then the time until it is full
};

/// Token buckets by key in memory that is taken once: whatever keys come, none is added. Thread-safe; two keys rarely
/// wait for each other, and then for some dozen nanoseconds.
///
/// A key's bucket is in one of a few places that a keyed hash gives, which nobody outside can foresee. Where all are
/// taken the fullest is given up, and who gets its place starts with what was left in it. So nothing is gained by a
/// flood of keys: an empty bucket is the last one that is forgotten, and newcomers inherit what the flood has used up.
class TokenBuckets {
 public:
  /// About so many keys are remembered at once; each takes 16 bytes.
  explicit TokenBuckets(std::size_t keys);

  /// Takes `tokens` or nothing. `now` is of any clock, as long as it is always the same one; where it goes back a
  /// bucket is at worst empty. The policy of a key is part of its name: another policy is another key.
  BucketAnswer take(std::string_view key, const BucketPolicy& policy, Micros now, std::int64_t tokens = 1);
  /// What `take` would find, without taking.
  BucketAnswer look(std::string_view key, const BucketPolicy& policy, Micros now);
  /// Fills a key's bucket up.
  void fill(std::string_view key);

 private:
  static constexpr std::size_t ways = 16;
  static constexpr std::size_t shards = 64;

  struct Place {
    std::uint64_t name = 0;    ///< hash of the key; 0: free
    std::int64_t full_at = 0;  ///< nanoseconds: when it is full again, or was
  };
  using Set = std::array<Place, ways>;
  struct alignas(64) Shard {
    std::mutex mutex;
  };

  std::uint64_t name_of(std::string_view key) const;
  Set& set_of(std::uint64_t name) { return sets_[(name >> 8) & (sets_.size() - 1)]; }
  std::mutex& mutex_of(std::uint64_t name) { return shards_[(name >> 8) & (shards - 1)].mutex; }
  static Place& place_of(Set& set, std::uint64_t name, std::int64_t now);

  std::array<unsigned char, 16> secret_{};
  std::vector<Set> sets_;  ///< a power of two, at least as many as shards: a set has one shard
  std::unique_ptr<Shard[]> shards_;
};

}  // namespace tenon::base
