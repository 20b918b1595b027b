#include "base/token_buckets.hpp"

#include <sodium.h>

#include <algorithm>
#include <bit>

namespace tenon::base {
namespace {

// Nanoseconds inside: what a token takes to come back is cut, and so little that no token is gained by it.
using Nanos = std::int64_t;
constexpr Nanos nanos_of_a_micro = 1'000;

Nanos nanos(Micros time) {
  return time * nanos_of_a_micro;
}

Micros micros(Nanos time) {
  return (time + nanos_of_a_micro - 1) / nanos_of_a_micro;
}

/// How long `tokens` take to come back.
Nanos price_of(std::int64_t tokens, const BucketPolicy& policy) {
  const auto price = static_cast<__int128>(tokens) * nanos(policy.window) / policy.tokens;
  return static_cast<Nanos>(std::clamp<__int128>(price, 1, std::int64_t{1} << 61));
}

BucketAnswer state_of(Nanos missing, const BucketPolicy& policy) {
  BucketAnswer answer;
  const Nanos window = nanos(policy.window);
  answer.full_in = micros(missing);
  answer.left = static_cast<std::int64_t>(static_cast<__int128>(window - missing) * policy.tokens / window);
  return answer;
}

}  // namespace

TokenBuckets::TokenBuckets(std::size_t keys)
    : sets_(std::bit_ceil(std::max(keys / ways, shards))), shards_(std::make_unique<Shard[]>(shards)) {
  static_assert(crypto_shorthash_KEYBYTES == 16 && crypto_shorthash_BYTES == 8);
  randombytes_buf(secret_.data(), secret_.size());
}

std::uint64_t TokenBuckets::name_of(std::string_view key) const {
  std::array<unsigned char, crypto_shorthash_BYTES> hash{};
  crypto_shorthash(hash.data(), reinterpret_cast<const unsigned char*>(key.data()), key.size(), secret_.data());
  const auto name = std::bit_cast<std::uint64_t>(hash);
  return name == 0 ? 1 : name;
}

/// The key's own place, or the one that loses least.
TokenBuckets::Place& TokenBuckets::place_of(Set& set, std::uint64_t name, Nanos now) {
  Place* fullest = &set.front();
  for (auto& place : set) {
    if (place.name == name) return place;
    if (place.full_at < fullest->full_at) fullest = &place;
  }
  fullest->name = name;
  fullest->full_at = std::max(fullest->full_at, now);
  return *fullest;
}

BucketAnswer TokenBuckets::take(std::string_view key, const BucketPolicy& policy, Micros time, std::int64_t tokens) {
  const Nanos now = nanos(time);
  const Nanos window = nanos(policy.window);
  const auto name = name_of(key);
  const std::lock_guard lock(mutex_of(name));
  Place& place = place_of(set_of(name), name, now);
  // What was inherited, or is of a clock that went back, is never worse than empty.
  const Nanos missing = std::clamp<Nanos>(place.full_at - now, 0, window);
  const Nanos wanted = missing + price_of(tokens, policy);
  if (wanted <= window) {
    place.full_at = now + wanted;
    auto answer = state_of(wanted, policy);
    answer.taken = true;
    return answer;
  }
  place.full_at = now + missing;
  auto answer = state_of(missing, policy);
  answer.wait = std::max<Micros>(tokens > policy.tokens ? micros(missing) : micros(wanted - window), 1);
  return answer;
}

BucketAnswer TokenBuckets::look(std::string_view key, const BucketPolicy& policy, Micros time) {
  const Nanos now = nanos(time);
  const auto name = name_of(key);
  const std::lock_guard lock(mutex_of(name));
  for (const auto& place : set_of(name))
    if (place.name == name) return state_of(std::clamp<Nanos>(place.full_at - now, 0, nanos(policy.window)), policy);
  return state_of(0, policy);
}

void TokenBuckets::fill(std::string_view key) {
  const auto name = name_of(key);
  const std::lock_guard lock(mutex_of(name));
  for (auto& place : set_of(name))
    if (place.name == name) place = {};
}

}  // namespace tenon::base
