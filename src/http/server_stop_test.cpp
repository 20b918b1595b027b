#include "http/test_client.hpp"
#include "http/test_handlers.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

namespace tenon::http {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using testing::Client;
using testing::echo;
using testing::echo_by;
using testing::RunningServer;
using testing::Worker;

std::string get(std::string_view path) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: test\r\n\r\n";
}

TEST(ServerStop, EndsAtOnceWhenNothingIsDone) {
  RunningServer server(echo);
  Client idle = server.client();
  EXPECT_EQ(idle.get("/")->status, 200);
  const auto begin = Clock::now();
  server.stop();
  EXPECT_LT(Clock::now() - begin, 5s) << "it waited for the time to drain";
  EXPECT_TRUE(idle.ends());
  EXPECT_FALSE(server.client().connected());
}

TEST(ServerStop, MayComeBeforeRunAndTwice) {
  ServerOptions options;
  options.port = 0;
  Server server(options, echo);
  server.stop();
  server.stop();
  server.run();
}

TEST(ServerStop, FinishesWhatWasTakenIn) {
  Worker worker;
  worker.hold(true);
  RunningServer server(echo_by(worker));
  Client waiting = server.client();
  waiting.send(get("/wait1") + get("/now2"));
  Client sending = server.client();
  // In one piece: with the first answer it is certain that the server has the beginning of the second.
  sending.send(get("/now") + "POST /now3 HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab");
  ASSERT_TRUE(sending.read());
  while (worker.waiting() == 0) std::this_thread::sleep_for(1ms);

  std::thread stopping([&] { server.stop(); });
  const auto patience = Clock::now() + 10s;
  while (server.client().connected() && Clock::now() < patience) std::this_thread::sleep_for(1ms);
  EXPECT_FALSE(server.client().connected());
  sending.send("cd");
  const auto sent = sending.read();
  ASSERT_TRUE(sent);
  EXPECT_TRUE(sent->has("Connection: close"));
  EXPECT_TRUE(sending.ends());
  worker.hold(false);
  const auto first = waiting.read();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->body, "/wait1");
  const auto second = waiting.read();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->body, "/now2");
  EXPECT_TRUE(second->has("Connection: close"));
  EXPECT_TRUE(waiting.ends());
  stopping.join();
}

TEST(ServerStop, AnswersARequestThatIsOnItsWay) {
  ServerOptions options;
  options.loops = 1;
  std::atomic<bool> busy = false;
  std::atomic<bool> stopping = false;
  // The loop is busy while the other client connects and sends, so that all of it lies in the kernel when the stop
  // comes.
  RunningServer server(
      [&](Request& request) -> base::Task<Response> {
        if (request.path == "/busy") {
          busy = true;
          while (!stopping) std::this_thread::sleep_for(1ms);
        }
        co_return testing::text_response(request.target);
      },
      options);
  Client first = server.client();
  EXPECT_EQ(first.get("/")->status, 200);
  first.send(get("/busy"));
  while (!busy) std::this_thread::sleep_for(1ms);
  Client second = server.client();
  second.send(get("/late"));
  server.server().stop();
  stopping = true;
  server.stop();
  EXPECT_EQ(first.read()->status, 200);
  const auto answer = second.read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "/late");
  EXPECT_TRUE(answer->has("Connection: close"));
}

TEST(ServerStop, WaitsNoLongerThanTheDrainTime) {
  ServerOptions options;
  options.drain_timeout = 200ms;
  RunningServer server(echo, options);
  Client half = server.client();
  // In one piece: with the first answer it is certain that the server has the beginning of the second.
  half.send(get("/") + "GET / HT");
  ASSERT_TRUE(half.read());
  const auto begin = Clock::now();
  server.stop();
  EXPECT_LT(Clock::now() - begin, 8s);  // within the ten seconds that the headers may take
  EXPECT_GE(Clock::now() - begin, 150ms);
}

TEST(ServerStop, LeavesAHandlerThatNeverEnds) {
  Worker worker;
  worker.hold(true);
  {
    ServerOptions options;
    options.drain_timeout = 100ms;
    RunningServer server(echo_by(worker), options);
    Client client = server.client();
    client.send(get("/wait"));
    while (worker.waiting() == 0) std::this_thread::sleep_for(1ms);
    server.stop();
  }
  worker.hold(false);  // It completes after the server is gone.
  while (worker.waiting() > 0) std::this_thread::sleep_for(1ms);
}

TEST(ServerStop, LosesNoAnswerUnderLoad) {
  Worker worker;
  auto server = std::make_unique<RunningServer>(echo_by(worker));
  const std::uint16_t port = server->port();
  std::atomic<int> answers = 0;
  std::atomic<int> torn = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&, i] {
      Client client(port);
      for (;;) {
        client.send(get(i % 2 == 0 ? "/wait" : "/now"));
        const auto answer = client.read();
        if (!answer) {
          // Only an idle connection may end without a word; a whole answer announces the end.
          torn += !client.ends(1ms);
          return;
        }
        ++answers;
        if (answer->has("Connection: close")) return;
      }
    });
  while (answers < 200) std::this_thread::sleep_for(1ms);
  server->stop();
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(torn, 0);
}

}  // namespace
}  // namespace tenon::http
