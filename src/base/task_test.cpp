#include "base/task.hpp"

#include "base/result.hpp"
#include "base/task_blocking.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace tenon::base {
namespace {

Task<int> answer() {
  co_return 42;
}

Task<int> sum_of(int count) {
  int sum = 0;
  for (int i = 0; i < count; ++i) sum += co_await answer();
  co_return sum;
}

Task<void> set(bool& flag) {
  flag = true;
  co_return;
}

Task<int> failing() {
  throw std::runtime_error("broken");
  co_return 0;
}

/// Completes on another thread after it was asked.
Task<std::string> offloaded(std::string text) {
  std::thread worker;
  Offload<std::string> wait([&](Offload<std::string>::Complete complete) {
    worker = std::thread([complete = std::move(complete), text]() mutable { complete(text + "!"); });
  });
  std::string result = co_await wait;
  worker.join();
  co_return result;
}

TEST(Task, RunsOnlyWhenStarted) {
  bool ran = false;
  Task<void> task = set(ran);
  EXPECT_FALSE(ran);
  task.start();
  EXPECT_TRUE(ran);
  EXPECT_TRUE(task.done());
  task.take();
}

TEST(Task, MayBeDroppedWithoutEverRunning) {
  bool ran = false;
  {
    const Task<void> task = set(ran);
  }
  EXPECT_FALSE(ran);
}

TEST(Task, FinishesInPlaceWhenNothingWaits) {
  Task<int> task = sum_of(3);
  task.start([] { FAIL() << "done on return: the callback is not called"; });
  ASSERT_TRUE(task.done());
  EXPECT_EQ(task.take(), 126);
}

TEST(Task, AwaitsManyFinishedTasksWithoutGrowingTheStack) {
  Task<int> task = sum_of(200'000);
  task.start();
  EXPECT_EQ(task.take(), 200'000 * 42);
}

TEST(Task, RethrowsWhatTheCoroutineThrew) {
  Task<int> task = failing();
  task.start();
  EXPECT_THROW(task.take(), std::runtime_error);
  const auto outer = []() -> Task<std::string> {
    try {
      co_return std::to_string(co_await failing());
    } catch (const std::runtime_error& error) {
      co_return error.what();
    }
  };
  EXPECT_EQ(run_blocking(outer()), "broken");
}

TEST(Task, GivesValuesThatCanOnlyBeMoved) {
  const auto make = []() -> Task<std::unique_ptr<int>> { co_return std::make_unique<int>(7); };
  EXPECT_EQ(*run_blocking(make()), 7);
}

TEST(Task, CallsBackOnceWhenItEndsAfterStartReturned) {
  BlockingLoop loop;
  int called = 0;
  Task<std::string> task = offloaded("late");
  task.start([&] { ++called; });
  EXPECT_FALSE(task.done());
  while (!task.done()) loop.run_one();
  EXPECT_EQ(called, 1);
  EXPECT_EQ(task.take(), "late!");
}

TEST(Task, MayBeDestroyedByItsOwnCallback) {
  BlockingLoop loop;
  bool finished = false;
  auto task = std::make_unique<Task<std::string>>(offloaded("gone"));
  Task<std::string>& started = *task;
  started.start([&finished, owned = std::move(task)]() mutable {
    owned.reset();
    finished = true;
  });
  while (!finished) loop.run_one();
}

TEST(Offload, ContinuesOnTheThreadThatAwaited) {
  const auto here = std::this_thread::get_id();
  const auto body = [](std::thread::id caller) -> Task<bool> {
    const std::string text = co_await offloaded("x");
    co_return text == "x!" && std::this_thread::get_id() == caller;
  };
  EXPECT_TRUE(run_blocking(body(here)));
}

TEST(Offload, MayCompleteBeforeItsBeginReturns) {
  const auto body = []() -> Task<int> {
    Offload<int> wait([](Offload<int>::Complete complete) { complete(5); });
    const int result = co_await wait;
    co_return result;
  };
  EXPECT_EQ(run_blocking(body()), 5);
}

TEST(RunBlocking, RethrowsAndLeavesNoLoopBehind) {
  EXPECT_THROW(run_blocking(failing()), std::runtime_error);
  EXPECT_EQ(Loop::current(), nullptr);
  EXPECT_EQ(run_blocking(offloaded("again")), "again!");
}

Task<Result<int>> half(int number) {
  if (number % 2) co_return unexpected(Error(ErrorCode::bad_request, "odd"));
  co_return number / 2;
}

Task<Result<int>> quarter(int number) {
  TENON_CO_TRY(once, co_await half(number));
  TENON_CO_TRY(twice, co_await half(once));
  co_return twice;
}

TEST(Task, TryReturnsTheFirstErrorFromACoroutine) {
  EXPECT_EQ(run_blocking(quarter(8)), 2);
  EXPECT_EQ(run_blocking(quarter(6)).error().message, "odd");
}

// GCC 12 destroys some temporaries twice when they share a full expression with co_await (bug 107288). These are the
// forms our code uses instead; the sanitizers hold them to it. Strings are longer than what fits into the object
// itself.
struct Options {
  std::string name;
  std::vector<std::string> parts;
};

const std::string long_text(100, 'x');

Task<std::size_t> length_of(Options options) {
  co_return options.name.size() + options.parts.size();
}
Task<std::string> text_of(std::string text) {
  co_return text;
}
Task<std::pair<std::string, int>> pair_of(std::string text) {
  co_return std::pair(std::move(text), 1);
}
Task<int> call(std::move_only_function<Task<int>()> job) {
  co_return co_await job();
}

TEST(CoroutineForms, NamedAggregateThenAwait) {
  const auto body = []() -> Task<std::size_t> {
    Options options{.name = long_text, .parts = {long_text, long_text}};
    co_return co_await length_of(std::move(options));
  };
  EXPECT_EQ(run_blocking(body()), 102U);
}

TEST(CoroutineForms, NamedLambdaThenAwait) {
  const auto body = []() -> Task<int> {
    auto captured = std::make_unique<std::string>(long_text);
    auto job = [captured = std::move(captured)]() -> Task<int> { co_return static_cast<int>(captured->size()); };
    co_return co_await call(std::move(job));
  };
  EXPECT_EQ(run_blocking(body()), 100);
}

TEST(CoroutineForms, NamedResultThenAggregate) {
  const auto body = []() -> Task<Options> {
    std::string name = co_await text_of(long_text);
    co_return Options{.name = std::move(name), .parts = {}};
  };
  EXPECT_EQ(run_blocking(body()).name, long_text);
}

TEST(CoroutineForms, BindingsConditionsAndOperatorsOnAnAwait) {
  const auto body = []() -> Task<std::string> {
    auto [text, count] = co_await pair_of(long_text);
    if (const auto again = co_await pair_of(text); again.second == count) text += "y";
    co_return "a" + co_await text_of(text);
  };
  EXPECT_EQ(run_blocking(body()), "a" + long_text + "y");
}

}  // namespace
}  // namespace tenon::base
