#include "base/loop.hpp"
#include "http/test_client.hpp"
#include "http/test_handlers.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>

namespace tenon::http {
namespace {

using namespace std::chrono_literals;
using testing::RunningServer;
using testing::text_response;

/// What a handler needs of its loop: a pipe that is watched, and a timer that writes to it.
struct Wait {
  std::array<int, 2> ends{};
  std::string taken;
  std::unique_ptr<base::Loop::Watch> reading;
  std::unique_ptr<base::Loop::Watch> writing;
  std::unique_ptr<base::Loop::Timer> timer;
  std::unique_ptr<base::Loop::Timer> taken_back;

  Wait() {
    if (::pipe(ends.data()) != 0) ADD_FAILURE() << "no pipe";
  }
  ~Wait() {
    reading.reset();
    writing.reset();
    for (int end : ends) ::close(end);
  }
  Wait(const Wait&) = delete;
  Wait& operator=(const Wait&) = delete;

  void begin(std::string_view bytes, base::Offload<std::string>::Complete complete) {
    auto* loop = base::Loop::current();
    reading = loop->watch(ends[0], [this, complete = std::move(complete)](base::Readiness readiness) mutable {
      EXPECT_EQ(readiness, base::Readiness::readable);
      char byte = 0;
      EXPECT_EQ(::read(ends[0], &byte, 1), 1);
      if (byte != '.') {
        taken += byte;
        return;
      }
      // Its own end, from within.
      auto done = std::move(complete);
      reading.reset();
      done(taken);
    });
    taken_back = loop->run_after(1ms, [] { FAIL() << "it was taken back"; });
    timer = loop->run_after(10ms, [this, loop, bytes] {
      taken_back.reset();
      writing = loop->watch(ends[1], [this, bytes](base::Readiness readiness) {
        EXPECT_EQ(readiness, base::Readiness::writable);
        EXPECT_EQ(::write(ends[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
      });
      writing->wait_until_writable();
    });
    taken_back.reset();
  }
};

base::Task<Response> wait_for_pipe(Request&) {
  Wait wait;
  base::Offload<std::string> offload(
      [&](base::Offload<std::string>::Complete complete) { wait.begin("abc.", std::move(complete)); });
  std::string text = co_await offload;
  co_return text_response(std::move(text));
}

TEST(EventLoop, WatchesDescriptorsAndRunsTimersForHandlers) {
  RunningServer server(wait_for_pipe);
  auto client = server.client();
  for (int i = 0; i < 3; ++i) {
    const auto answer = client.get("/");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "abc");
  }
}

TEST(EventLoop, EndsThoughADescriptorIsWatchedWhenItsLastJobLetsGo) {
  std::atomic<int> ended{0};
  auto handler = [&ended](Request&) -> base::Task<Response> {
    auto* loop = base::Loop::current();
    auto pipe = std::make_shared<Wait>();
    pipe->reading = loop->watch(pipe->ends[0], [](base::Readiness) {});
    loop->at_end([&ended, loop, kept = std::move(pipe)]() mutable {
      EXPECT_EQ(base::Loop::current(), loop);
      kept.reset();
      ++ended;
    });
    co_return text_response("watching");
  };
  ServerOptions options;
  options.drain_timeout = 10s;
  RunningServer server(handler, options);
  {
    auto client = server.client();
    ASSERT_TRUE(client.get("/"));
  }
  const auto begun = std::chrono::steady_clock::now();
  server.stop();
  EXPECT_EQ(ended, 1);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 8s) << "the drain time passed";
}

}  // namespace
}  // namespace tenon::http
