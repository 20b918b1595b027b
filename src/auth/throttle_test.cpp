#include "auth/throttle.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace tenon::auth {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
const Throttle::Clock::time_point start = Throttle::Clock::now();

TEST(Throttle, GivesABurstAndThenTheRate) {
  Throttle throttle({.burst = 3, .per_second = 0.5}, 10);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(throttle.take("a", start));
  EXPECT_EQ(throttle.take("a", start), 2);
  EXPECT_EQ(throttle.take("a", start + seconds(1)), 1);
  EXPECT_FALSE(throttle.take("a", start + seconds(2)));
  EXPECT_TRUE(throttle.take("a", start + seconds(2)));
}

TEST(Throttle, NeverSavesUpMoreThanTheBurst) {
  Throttle throttle({.burst = 2, .per_second = 10}, 10);
  EXPECT_FALSE(throttle.take("a", start));
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(throttle.take("a", start + seconds(100)));
  EXPECT_TRUE(throttle.take("a", start + seconds(100)));
}

TEST(Throttle, KeepsKeysApart) {
  Throttle throttle({.burst = 1, .per_second = 1}, 10);
  EXPECT_FALSE(throttle.take("a", start));
  EXPECT_TRUE(throttle.take("a", start));
  EXPECT_FALSE(throttle.take("b", start));
}

TEST(Throttle, RefusedAttemptsDoNotLengthenTheWait) {
  Throttle throttle({.burst = 1, .per_second = 0.1}, 10);
  EXPECT_FALSE(throttle.take("a", start));
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(throttle.take("a", start + milliseconds(i)));
  EXPECT_FALSE(throttle.take("a", start + seconds(11)));
}

TEST(Throttle, ForgetsAKeyOnRequest) {
  Throttle throttle({.burst = 1, .per_second = 0.001}, 10);
  EXPECT_FALSE(throttle.take("a", start));
  throttle.forget("a");
  throttle.forget("unknown");
  EXPECT_FALSE(throttle.take("a", start));
}

TEST(Throttle, StaysWithinItsBoundAndForgetsTheOldest) {
  Throttle throttle({.burst = 1, .per_second = 0.001}, 100);
  EXPECT_FALSE(throttle.take("victim", start));
  for (int i = 0; i < 99; ++i) EXPECT_FALSE(throttle.take("key" + std::to_string(i), start));
  EXPECT_TRUE(throttle.take("victim", start));
  for (int i = 100; i < 5'000; ++i) EXPECT_FALSE(throttle.take("key" + std::to_string(i), start));
  EXPECT_EQ(throttle.size(), 100U);
}

TEST(Throttle, AClockThatStandsStillGivesNothing) {
  Throttle throttle({.burst = 1, .per_second = 1000}, 10);
  EXPECT_FALSE(throttle.take("a", start));
  EXPECT_TRUE(throttle.take("a", start - seconds(5)));
}

TEST(Throttle, CountsRightUnderManyThreads) {
  Throttle throttle({.burst = 50, .per_second = 0.0001}, 8);
  std::atomic<int> taken = 0;
  {
    std::vector<std::jthread> clients;
    for (int client = 0; client < 4; ++client) {
      clients.emplace_back([&, client] {
        for (int i = 0; i < 200; ++i) {
          if (!throttle.take("shared", start)) ++taken;
          (void)throttle.take("own" + std::to_string(client), start);
          throttle.forget("own" + std::to_string(client));
        }
      });
    }
  }
  EXPECT_EQ(taken, 50);
}

}  // namespace
}  // namespace tenon::auth
