#include "base/token_buckets.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace tenon::base {
namespace {

constexpr Micros second = 1'000'000;
constexpr BucketPolicy ten_a_minute{10, 60 * second};

TEST(TokenBuckets, GiveWhatTheyHoldAndFillAgainSteadily) {
  TokenBuckets buckets(1000);
  Micros now = 5;
  for (int i = 9; i >= 0; --i) {
    const auto answer = buckets.take("ann", ten_a_minute, now);
    ASSERT_TRUE(answer.taken);
    EXPECT_EQ(answer.left, i);
    EXPECT_EQ(answer.full_in, (10 - i) * 6 * second);
  }
  auto refused = buckets.take("ann", ten_a_minute, now);
  EXPECT_FALSE(refused.taken);
  EXPECT_EQ(refused.left, 0);
  EXPECT_EQ(refused.wait, 6 * second);
  EXPECT_TRUE(buckets.take("bob", ten_a_minute, now).taken);
  now += 6 * second - 1;
  refused = buckets.take("ann", ten_a_minute, now);
  EXPECT_FALSE(refused.taken);
  EXPECT_EQ(refused.wait, 1);
  EXPECT_TRUE(buckets.take("ann", ten_a_minute, now + 1).taken);
  EXPECT_FALSE(buckets.take("ann", ten_a_minute, now + 1).taken);
  now += 1000 * second;
  EXPECT_EQ(buckets.look("ann", ten_a_minute, now).left, 10);
  EXPECT_EQ(buckets.take("ann", ten_a_minute, now).left, 9);
}

TEST(TokenBuckets, GiveAllOrNothing) {
  TokenBuckets buckets(1000);
  EXPECT_EQ(buckets.take("ann", ten_a_minute, 0, 7).left, 3);
  const auto refused = buckets.take("ann", ten_a_minute, 0, 4);
  EXPECT_FALSE(refused.taken);
  EXPECT_EQ(refused.left, 3);
  EXPECT_EQ(refused.wait, 6 * second);
  EXPECT_TRUE(buckets.take("ann", ten_a_minute, 0, 3).taken);
  const auto never = buckets.take("bob", ten_a_minute, 0, 11);
  EXPECT_FALSE(never.taken);
  EXPECT_GT(never.wait, 0);
  EXPECT_FALSE(buckets.take("bob", {1, 1}, 0, std::int64_t{1} << 60).taken);
  EXPECT_EQ(buckets.look("bob", ten_a_minute, 0).left, 10);
}

TEST(TokenBuckets, AClockThatGoesBackEmptiesThemAtWorst) {
  TokenBuckets buckets(1000);
  EXPECT_TRUE(buckets.take("ann", ten_a_minute, 3600 * second).taken);
  const auto refused = buckets.take("ann", ten_a_minute, 0);
  EXPECT_FALSE(refused.taken);
  EXPECT_EQ(refused.wait, 6 * second);
  EXPECT_TRUE(buckets.take("ann", ten_a_minute, 6 * second).taken);
}

TEST(TokenBuckets, FilledUpAreFull) {
  TokenBuckets buckets(1000);
  EXPECT_TRUE(buckets.take("ann", ten_a_minute, 0, 10).taken);
  buckets.fill("ann");
  EXPECT_TRUE(buckets.take("ann", ten_a_minute, 0, 10).taken);
}

TEST(TokenBuckets, AFloodOfKeysResetsNobodysBucket) {
  TokenBuckets buckets(1024);
  ASSERT_TRUE(buckets.take("attacker", ten_a_minute, 0, 10).taken);
  for (int i = 0; i < 50'000; ++i) buckets.take("random " + std::to_string(i), ten_a_minute, 0);
  EXPECT_FALSE(buckets.take("attacker", ten_a_minute, 0).taken);
  // Nor are there more tokens in all than the memory has room for.
  int more = 0;
  for (int i = 0; i < 50'000; ++i) more += buckets.take("other " + std::to_string(i), ten_a_minute, 0).taken ? 1 : 0;
  EXPECT_EQ(more, 0);
  // And when the flood has ebbed away everybody is well again.
  EXPECT_TRUE(buckets.take("newcomer", ten_a_minute, 60 * second, 10).taken);
}

TEST(TokenBuckets, KeysBelowTheirNumberDoNotDisturbEachOther) {
  TokenBuckets buckets(64 * 1024);
  for (int i = 0; i < 10'000; ++i) ASSERT_EQ(buckets.take("key " + std::to_string(i), ten_a_minute, 0, 4).left, 6) << i;
  int remembered = 0;
  for (int i = 0; i < 10'000; ++i)
    remembered += buckets.look("key " + std::to_string(i), ten_a_minute, 0).left == 6 ? 1 : 0;
  EXPECT_EQ(remembered, 10'000);
}

TEST(TokenBuckets, ThreadsShareABucketExactly) {
  TokenBuckets buckets(1000);
  std::atomic<int> taken{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int j = 0; j < 1000; ++j) taken += buckets.take("ann", {1500, second}, 7).taken ? 1 : 0;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(taken, 1500);
}

}  // namespace
}  // namespace tenon::base
