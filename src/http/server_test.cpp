#include "http/server.hpp"

#include "base/loop.hpp"
#include "http/security_headers.hpp"
#include "http/test_client.hpp"
#include "http/test_handlers.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <set>

namespace tenon::http {
namespace {

using namespace std::chrono_literals;
using testing::Client;
using testing::echo;
using testing::echo_by;
using testing::RunningServer;
using testing::Worker;

std::string get(std::string_view path, std::string_view headers = {}) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: test\r\n" + std::string(headers) + "\r\n";
}

TEST(Server, AnswersAndKeepsTheConnection) {
  RunningServer server(echo);
  Client client = server.client();
  for (int i = 0; i < 3; ++i) {
    const auto answer = client.get("/a?b");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "GET /a?b ");
    EXPECT_TRUE(answer->has("\r\nDate: "));
    EXPECT_TRUE(answer->has("\r\nX-Request-Id: "));
    EXPECT_FALSE(answer->has("Connection"));
  }
}

TEST(Server, ReadsBodiesOfAnyCut) {
  RunningServer server(echo);
  Client client = server.client();
  client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Len");
  std::this_thread::sleep_for(20ms);
  client.send("gth: 10\r\n\r\n01234");
  std::this_thread::sleep_for(20ms);
  client.send("56789");
  EXPECT_EQ(client.read()->body, "POST / 0123456789");
  const std::string large(700'000, 'x');
  client.send("POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\nAAE60\r\n" + large + "\r\n0\r\n\r\n");
  EXPECT_EQ(client.read()->body, "POST / " + large);
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
  RunningServer server(echo);
  Client client = server.client();
  std::string all;
  for (int i = 0; i < 200; ++i) all += get("/" + std::to_string(i));
  client.send(all);
  for (int i = 0; i < 200; ++i) {
    const auto answer = client.read();
    ASSERT_TRUE(answer) << i;
    EXPECT_EQ(answer->body, "GET /" + std::to_string(i) + " ");
  }
}

TEST(Server, KeepsTheOrderWhenSomeHandlersWait) {
  Worker worker;
  RunningServer server(echo_by(worker));
  Client client = server.client();
  std::string all;
  for (int i = 0; i < 200; ++i) all += get((i % 3 == 0 ? "/wait" : "/now") + std::to_string(i));
  client.send(all);
  for (int i = 0; i < 200; ++i) {
    const auto answer = client.read();
    ASSERT_TRUE(answer) << i;
    EXPECT_EQ(answer->body, (i % 3 == 0 ? "/wait" : "/now") + std::to_string(i));
  }
}

TEST(Server, SendsEarlierAnswersBeforeAHandlerWaits) {
  Worker worker;
  worker.hold(true);
  RunningServer server(echo_by(worker));
  Client client = server.client();
  client.send(get("/now1") + get("/wait2"));
  EXPECT_EQ(client.read()->body, "/now1");
  worker.hold(false);
  EXPECT_EQ(client.read()->body, "/wait2");
}

TEST(Server, AnswersOthersWhileAHandlerWaits) {
  Worker worker;
  worker.hold(true);
  ServerOptions options;
  options.loops = 1;
  RunningServer server(echo_by(worker), options);
  Client slow = server.client();
  slow.send(get("/wait"));
  Client quick = server.client();
  EXPECT_EQ(quick.get("/now")->status, 200);
  worker.hold(false);
  EXPECT_EQ(slow.read()->body, "/wait");
}

TEST(Server, ReadsNoFurtherWhileAHandlerWaits) {
  Worker worker;
  worker.hold(true);
  RunningServer server(echo_by(worker));
  Client client = server.client();
  client.send(get("/wait"));
  while (worker.waiting() == 0) std::this_thread::sleep_for(1ms);
  // More than all buffers between us hold: if the server went on reading, this would never block.
  const timeval patience{0, 200'000};
  ::setsockopt(client.descriptor(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  std::size_t sent = 0;
  const std::string more = get("/now", "X: " + std::string(10'000, 'x') + "\r\n");
  while (sent < 64 * 1024 * 1024 && client.send(more)) sent += more.size();
  EXPECT_LT(sent, std::size_t{64} * 1024 * 1024);
  worker.hold(false);
  EXPECT_EQ(client.read()->body, "/wait");
}

TEST(Server, KeepsAConnectionOnOneLoop) {
  RunningServer server([](Request&) -> base::Task<Response> {
    co_return testing::text_response(std::to_string(base::Loop::current()->index()));
  });
  std::set<std::string> loops;
  for (int i = 0; i < 64; ++i) {
    Client client = server.client();
    const std::string first = client.get("/")->body;
    EXPECT_EQ(client.get("/")->body, first);
    loops.insert(first);
  }
  EXPECT_EQ(loops, (std::set<std::string>{"0", "1"}));
}

TEST(Server, AnswersHeadWithoutABody) {
  RunningServer server(echo);
  Client client = server.client();
  client.send("HEAD /a HTTP/1.1\r\nHost: test\r\n\r\n" + get("/b"));
  const auto head = client.read(5s, true);
  EXPECT_TRUE(head->has("Content-Length: 8\r\n"));
  EXPECT_EQ(client.read()->body, "GET /b ");
}

TEST(Server, SpeaksHttp10) {
  RunningServer server(echo);
  Client closing = server.client();
  closing.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(closing.read()->has("Connection: close"));
  EXPECT_TRUE(closing.ends());
  Client keeping = server.client();
  for (int i = 0; i < 2; ++i) {
    keeping.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_TRUE(keeping.read()->has("Connection: keep-alive"));
  }
}

TEST(Server, ClosesWhenTheClientOrTheHandlerAsksForIt) {
  RunningServer server([](Request& request) -> base::Task<Response> {
    Response response;
    if (request.path == "/last") response.set("connection", "close");
    co_return response;
  });
  Client asking = server.client();
  asking.send(get("/", "Connection: close\r\n") + get("/never"));
  EXPECT_TRUE(asking.read()->has("Connection: close"));
  EXPECT_TRUE(asking.ends());
  Client told = server.client();
  EXPECT_TRUE(told.get("/last")->has("Connection: close"));
  EXPECT_TRUE(told.ends());
}

TEST(Server, AnswersAClientThatHasEndedItsSide) {
  RunningServer server(echo);
  Client client = server.client();
  client.send(get("/a"));
  client.end_sending();
  EXPECT_EQ(client.read()->body, "GET /a ");
  EXPECT_TRUE(client.ends());
}

TEST(Server, TellsTheClientToContinue) {
  RunningServer server(echo);
  Client client = server.client();
  client.send("POST / HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(client.read()->status, 100);
  client.send("ab");
  EXPECT_EQ(client.read()->body, "POST / ab");
}

TEST(Server, SendsLargeAnswersWhole) {
  const std::string large(5'000'000, 'y');
  RunningServer server([&](Request&) -> base::Task<Response> { co_return testing::text_response(large); });
  Client client = server.client();
  client.send(get("/") + get("/") + get("/"));
  std::this_thread::sleep_for(50ms);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(client.read()->body, large);
}

TEST(Server, GivesTheHandlerWhoAsksAndUntilWhen) {
  RunningServer server([](Request& request) -> base::Task<Response> {
    const bool soon = request.deadline.remaining() > 25s && request.deadline.remaining() <= 30s;
    co_return testing::text_response(request.remote_ip + ' ' + request.request_id + (soon ? " soon" : " never"));
  });
  Client client = server.client();
  client.send(get("/", "X-Request-Id: my-id\r\n"));
  const auto answer = client.read();
  EXPECT_EQ(answer->body, "127.0.0.1 my-id soon");
  EXPECT_TRUE(answer->has("X-Request-Id: my-id\r\n"));
  client.send(get("/", "X-Request-Id: not sane\r\n"));
  EXPECT_FALSE(client.read()->has("not sane"));
}

TEST(Server, DecoratesAndReportsEveryAnswer) {
  const SecurityHeaders headers(Transport::plain);
  std::atomic<int> reported = 0;
  ServerOptions options;
  options.decorate = [&](const Request&, Response& response) { headers.apply(response); };
  options.on_response = [&](const Request& request, const Response& response, std::int64_t micros) {
    EXPECT_FALSE(request.request_id.empty());
    EXPECT_GE(micros, 0);
    reported += response.status;
  };
  RunningServer server(echo, options);
  Client client = server.client();
  EXPECT_TRUE(client.get("/")->has("X-Content-Type-Options: nosniff"));
  client.send("nonsense\r\n\r\n");
  const auto refused = client.read();
  EXPECT_EQ(refused->status, 400);
  EXPECT_TRUE(refused->has("X-Content-Type-Options: nosniff"));
  EXPECT_TRUE(client.ends());
  EXPECT_EQ(reported, 600);
}

TEST(Server, SaysWhatIsWrongWithAnAddress) {
  RunningServer server(echo);
  const auto message = [](ServerOptions options) -> std::string {
    try {
      Server other(std::move(options), echo);
    } catch (const std::runtime_error& failure) {
      return failure.what();
    }
    return "";
  };
  ServerOptions options;
  options.port = server.port();
  EXPECT_NE(message(options).find("another process uses this port"), std::string::npos);
  options.port = 0;
  options.host = "203.0.113.1";
  EXPECT_NE(message(options).find("203.0.113.1"), std::string::npos);
  options.host = "no such host";
  EXPECT_NE(message(options).find("neither an address nor a name"), std::string::npos);
}

}  // namespace
}  // namespace tenon::http
