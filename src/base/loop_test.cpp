#include "base/task_blocking.hpp"

#include <gtest/gtest.h>

#include <array>
#include <thread>
#include <unistd.h>

namespace tenon::base {
namespace {

using namespace std::chrono_literals;

class Pipe {
 public:
  Pipe() {
    if (::pipe(ends_.data()) != 0) ADD_FAILURE() << "no pipe";
  }
  ~Pipe() {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void put(char byte) const { ASSERT_EQ(::write(ends_[1], &byte, 1), 1); }
  char take() const {
    char byte = 0;
    EXPECT_EQ(::read(ends_[0], &byte, 1), 1);
    return byte;
  }
  int out() const { return ends_[0]; }
  int in() const { return ends_[1]; }

 private:
  std::array<int, 2> ends_{};
};

TEST(BlockingLoop, CallsBackAgainForAsLongAsADescriptorIsReadable) {
  BlockingLoop loop;
  const Pipe pipe;
  std::string taken;
  const auto watch = loop.watch(pipe.out(), [&](Readiness readiness) {
    EXPECT_EQ(readiness, Readiness::readable);
    taken += pipe.take();
  });
  pipe.put('a');
  pipe.put('b');
  while (taken.size() < 2) loop.run_one();
  std::thread later([&] { pipe.put('c'); });
  while (taken.size() < 3) loop.run_one();
  later.join();
  EXPECT_EQ(taken, "abc");
}

TEST(BlockingLoop, TellsOnceThatThereIsRoom) {
  BlockingLoop loop;
  const Pipe pipe;
  int told = 0;
  const auto watch = loop.watch(pipe.in(), [&](Readiness readiness) {
    EXPECT_EQ(readiness, Readiness::writable);
    ++told;
  });
  watch->wait_until_writable();
  loop.run_one();
  bool ended = false;
  const auto timer = loop.run_after(20ms, [&] { ended = true; });
  while (!ended) loop.run_one();
  EXPECT_EQ(told, 1);
}

TEST(BlockingLoop, LetsACallbackEndItsOwnWatch) {
  BlockingLoop loop;
  const Pipe pipe;
  int called = 0;
  std::unique_ptr<Loop::Watch> watch;
  watch = loop.watch(pipe.out(), [&, kept = std::make_unique<int>(7)](Readiness) {
    watch.reset();
    called += *kept;
  });
  pipe.put('a');
  loop.run_one();
  bool ended = false;
  const auto timer = loop.run_after(20ms, [&] { ended = true; });
  while (!ended) loop.run_one();
  EXPECT_EQ(called, 7);
}

TEST(BlockingLoop, LetsACallbackEndTheWatchThatIsNext) {
  BlockingLoop loop;
  const Pipe first;
  const Pipe second;
  int called = 0;
  std::unique_ptr<Loop::Watch> watch_first;
  std::unique_ptr<Loop::Watch> watch_second;
  watch_first = loop.watch(first.out(), [&](Readiness) {
    ++called;
    watch_second.reset();
    first.take();
  });
  watch_second = loop.watch(second.out(), [&](Readiness) {
    ++called;
    watch_first.reset();
    second.take();
  });
  first.put('a');
  second.put('a');
  loop.run_one();
  EXPECT_EQ(called, 1);
}

/// The order in which timers of 30, 10 and 20 ms ran that were made in this order; nothing where making them took so
/// long that they may have been due in another one.
std::string order_of_timers() {
  BlockingLoop loop;
  std::string order;
  const auto begun = std::chrono::steady_clock::now();
  const auto late = loop.run_after(30ms, [&] { order += 'c'; });
  const auto early = loop.run_after(10ms, [&] { order += 'a'; });
  auto never = loop.run_after(15ms, [&] { order += 'x'; });
  const auto middle = loop.run_after(20ms, [&] { order += 'b'; });
  if (std::chrono::steady_clock::now() - begun > 5ms) return "";
  never.reset();
  while (order.size() < 3) loop.run_one();
  return order;
}

TEST(BlockingLoop, RunsTimersInTheOrderInWhichTheyAreDue) {
  std::string order;
  while (order.empty()) order = order_of_timers();
  EXPECT_EQ(order, "abc");
}

TEST(BlockingLoop, TakesJobsOfOtherThreadsWhileItWaitsForADescriptor) {
  BlockingLoop loop;
  const Pipe pipe;
  const auto watch = loop.watch(pipe.out(), [](Readiness) { FAIL() << "nothing was written"; });
  bool done = false;
  std::thread other([&] { loop.post([&] { done = true; }); });
  while (!done) loop.run_one();
  other.join();
}

TEST(BlockingLoop, RunsTheLastJobsWhileItIsStillTheLoopOfItsThread) {
  Loop* seen = nullptr;
  {
    BlockingLoop loop;
    loop.at_end([&] { seen = Loop::current(); });
    EXPECT_EQ(seen, nullptr);
    seen = nullptr;
  }
  EXPECT_NE(seen, nullptr);
  EXPECT_EQ(Loop::current(), nullptr);
}

}  // namespace
}  // namespace tenon::base
