#include "auth/work_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

namespace tenon::auth {
namespace {

TEST(WorkPool, RunsEveryJobItTookIn) {
  std::atomic<int> ran = 0;
  {
    WorkPool pool(2, 1000);
    for (int i = 0; i < 500; ++i) EXPECT_TRUE(pool.submit([&ran] { ++ran; }));
  }
  EXPECT_EQ(ran, 500);
}

TEST(WorkPool, RefusesWhenTooManyWait) {
  std::latch release(1);
  std::latch running(1);
  std::atomic<int> ran = 0;
  {
    WorkPool pool(1, 2);
    ASSERT_TRUE(pool.submit([&] {
      running.count_down();
      release.wait();
      ++ran;
    }));
    running.wait();
    EXPECT_TRUE(pool.submit([&] { ++ran; }));
    EXPECT_TRUE(pool.submit([&] { ++ran; }));
    EXPECT_FALSE(pool.submit([&] { ran += 100; }));
    release.count_down();
  }
  EXPECT_EQ(ran, 3);
}

TEST(WorkPool, WithoutAQueueTakesAsMuchAsItHasThreads) {
  std::latch release(1);
  {
    WorkPool pool(2, 0);
    EXPECT_TRUE(pool.submit([&] { release.wait(); }));
    EXPECT_TRUE(pool.submit([&] { release.wait(); }));
    EXPECT_FALSE(pool.submit([] {}));
    release.count_down();
  }
}

TEST(WorkPool, TakesJobsFromManyThreads) {
  std::atomic<int> ran = 0;
  std::atomic<int> taken = 0;
  {
    WorkPool pool(3, 50);
    std::vector<std::jthread> clients;
    for (int client = 0; client < 4; ++client) {
      clients.emplace_back([&] {
        for (int i = 0; i < 500; ++i)
          if (pool.submit([&ran] { ++ran; })) ++taken;
      });
    }
  }
  EXPECT_EQ(ran, taken);
  EXPECT_GT(ran, 0);
}

}  // namespace
}  // namespace tenon::auth
