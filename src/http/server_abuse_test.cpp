#include "http/test_client.hpp"
#include "http/test_handlers.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <sys/resource.h>
#include <vector>

namespace tenon::http {
namespace {

using namespace std::chrono_literals;
using testing::Client;
using testing::echo;
using testing::echo_by;
using testing::RunningServer;
using testing::Worker;

ServerOptions impatient() {
  ServerOptions options;
  options.loops = 1;
  options.limits.header_timeout = 200ms;
  options.limits.body_timeout = 200ms;
  options.limits.idle_timeout = 300ms;
  options.limits.write_timeout = 300ms;
  return options;
}

std::string get(std::string_view path) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: test\r\n\r\n";
}

/// The status of the answer to these bytes, after which the connection must end.
int refused(Client client, std::string_view bytes) {
  client.send(bytes);
  const auto answer = client.read();
  if (!answer) return 0;
  EXPECT_TRUE(answer->has("Connection: close"));
  EXPECT_TRUE(answer->has("Content-Type: application/json"));
  EXPECT_NE(answer->body.find(R"("requestId")"), std::string::npos);
  EXPECT_TRUE(client.ends());
  return answer->status;
}

/// Whether one that comes now is soon among those that are served, where others had filled all places.
bool serves_another(const RunningServer& server) {
  const auto until = std::chrono::steady_clock::now() + 10s;
  while (std::chrono::steady_clock::now() < until) {
    const auto answer = server.client().get("/other");
    if (answer && answer->status == 200) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

TEST(ServerUnderAbuse, RefusesOversizeAndCloses) {
  RunningServer server(echo);
  EXPECT_EQ(refused(server.client(), "GET /" + std::string(10'000, 'a')), 414);
  EXPECT_EQ(refused(server.client(), "GET / HTTP/1.1\r\nX: " + std::string(20'000, 'a')), 431);
  std::string many = "GET / HTTP/1.1\r\n";
  for (int i = 0; i < 102; ++i) many += "a: b\r\n";
  EXPECT_EQ(refused(server.client(), many), 431);
  EXPECT_EQ(refused(server.client(), "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n"), 413);
  EXPECT_EQ(refused(server.client(), "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n100001\r\n"),
            413);
  EXPECT_EQ(refused(server.client(), "{}\r\n\r\n"), 400);
}

TEST(ServerUnderAbuse, LetsARefusedClientReadItsAnswerWhileItSends) {
  RunningServer server(echo);
  Client client = server.client();
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n");
  EXPECT_TRUE(client.send(std::string(2'000'000, 'x')));
  const auto answer = client.read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 413);
  EXPECT_TRUE(client.ends(800ms)) << "told at once, though we read on for a while";
  EXPECT_FALSE(client.was_reset());
}

TEST(ServerUnderAbuse, CutsASlowHead) {
  RunningServer server(echo, impatient());
  Client client = server.client();
  std::optional<Client::Answer> answer;
  for (const char letter : get("/a-long-path-that-takes-its-time")) {
    client.send({&letter, 1});
    if ((answer = client.read(30ms))) break;
  }
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 408);
  EXPECT_TRUE(client.ends());
}

TEST(ServerUnderAbuse, CutsASlowBody) {
  RunningServer server(echo, impatient());
  Client client = server.client();
  client.send("POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n");
  std::optional<Client::Answer> answer;
  for (int i = 0; i < 50 && !answer; ++i) {
    client.send("x");
    answer = client.read(30ms);
  }
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 408);
  EXPECT_NE(answer->body.find(R"("path":"/b")"), std::string::npos);
}

TEST(ServerUnderAbuse, ClosesIdleConnectionsSilently) {
  auto options = impatient();
  options.limits.idle_timeout = 1s;  // longer than the client takes to ask, on any machine
  RunningServer server(echo, options);
  Client never = server.client();
  Client once = server.client();
  const auto answer = once.get("/");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_TRUE(never.ends(10s));
  EXPECT_TRUE(once.ends(10s));
}

TEST(ServerUnderAbuse, CutsAClientThatDoesNotRead) {
  const std::string large(30'000'000, 'y');
  std::atomic<int> answered = 0;
  auto options = impatient();
  options.limits.max_connections = 1;
  options.on_response = [&](const Request& request, const Response&, std::int64_t) { answered += request.path == "/"; };
  RunningServer server(
      [&](Request& request) -> base::Task<Response> {
        co_return testing::text_response(request.path == "/" ? large : "small");
      },
      options);
  Client client = server.client();
  client.send(get("/") + get("/"));
  while (answered == 0) std::this_thread::sleep_for(1ms);
  EXPECT_TRUE(serves_another(server)) << "it is not cut";
  EXPECT_EQ(answered, 1) << "the second is not begun before the first has left";
  EXPECT_FALSE(client.read(5s));
}

TEST(ServerUnderAbuse, DoesNotLetSilentClientsStallOthers) {
  ServerOptions options;
  options.loops = 1;
  RunningServer server(echo, options);
  std::vector<Client> silent;
  for (int i = 0; i < 200; ++i) {
    silent.push_back(server.client());
    silent.back().send(i % 2 == 0 ? "GET / HT" : "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
  }
  Client quick = server.client();
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 100; ++i) ASSERT_EQ(quick.get("/")->status, 200);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
}

TEST(ServerUnderAbuse, AnswersABare500ForAHandlerThatThrows) {
  RunningServer server([](Request& request) -> base::Task<Response> {
    if (request.path == "/early") throw std::runtime_error("secret cause");
    auto late = []() -> base::Task<Response> {
      throw std::runtime_error("secret cause");
      co_return Response();
    };
    return late();
  });
  Client client = server.client();
  ::testing::internal::CaptureStderr();
  for (const std::string path : {"/early", "/late"}) {
    const auto answer = client.get(path);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 500);
    EXPECT_EQ(answer->body.find("secret"), std::string::npos);
  }
  EXPECT_NE(::testing::internal::GetCapturedStderr().find("secret cause"), std::string::npos);
}

TEST(ServerUnderAbuse, OutlivesClientsThatLeaveInTheMiddle) {
  Worker worker;
  RunningServer server(echo_by(worker));
  for (int i = 0; i < 200; ++i) {
    Client client = server.client();
    switch (i % 5) {
      case 0: client.send("GET / HTT"); break;
      case 1: client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc"); break;
      case 2: client.send(get("/wait")); break;
      case 3: client.send(get("/now") + get("/wait") + get("/now") + get("/wa")); break;
      case 4: break;
    }
    if (i % 2 == 0) client.reset();
  }
  EXPECT_EQ(server.client().get("/wait")->status, 200);
}

TEST(ServerUnderAbuse, RunsAHandlerToItsEndThoughItsClientHasLeft) {
  Worker worker;
  worker.hold(true);
  std::atomic<int> ended = 0;
  ServerOptions options;
  options.on_response = [&](const Request&, const Response&, std::int64_t) { ++ended; };
  RunningServer server(echo_by(worker), options);
  for (int i = 0; i < 20; ++i) {
    Client client = server.client();
    client.send(get("/wait") + get("/wait"));
    if (i % 2 == 0) client.reset();
  }
  while (worker.waiting() < 20) std::this_thread::sleep_for(1ms);
  worker.hold(false);
  while (ended < 20) std::this_thread::sleep_for(1ms);
  EXPECT_EQ(server.client().get("/now")->status, 200);
}

TEST(ServerUnderAbuse, RefusesConnectionsBeyondTheLimit) {
  ServerOptions options;
  options.limits.max_connections = 5;
  RunningServer server(echo, options);
  std::vector<Client> clients;
  for (int i = 0; i < 5; ++i) {
    clients.push_back(server.client());
    EXPECT_EQ(clients.back().get("/")->status, 200);
  }
  Client refused_client = server.client();
  const auto answer = refused_client.read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 503);
  EXPECT_TRUE(refused_client.ends());
  clients.clear();
  EXPECT_TRUE(serves_another(server));
}

TEST(ServerUnderAbuse, GoesOnAcceptingAfterDescriptorsWereShort) {
  RunningServer server(echo);
  Client before = server.client();
  EXPECT_EQ(before.get("/")->status, 200);
  rlimit saved{};
  ::getrlimit(RLIMIT_NOFILE, &saved);
  std::vector<Client> clients;
  clients.reserve(8);
  for (int i = 0; i < 8; ++i) clients.emplace_back(std::uint16_t{1});  // sockets, not yet connected
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(server.port());
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const rlimit none{static_cast<rlim_t>(clients.back().descriptor()), saved.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &none);
  for (auto& client : clients)
    ASSERT_EQ(::connect(client.descriptor(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  for (auto& client : clients) client.send(get("/"));
  std::this_thread::sleep_for(150ms);
  EXPECT_EQ(before.get("/")->status, 200) << "those that are in are served";
  ::setrlimit(RLIMIT_NOFILE, &saved);
  for (auto& client : clients) {
    const auto answer = client.read();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
  }
}

TEST(ServerUnderAbuse, HoldsManyConnections) {
  RunningServer server(echo);
  std::vector<Client> clients;
  for (int i = 0; i < 400; ++i) clients.push_back(server.client());
  for (int round = 0; round < 3; ++round) {
    for (auto& client : clients) client.send(get("/"));
    for (auto& client : clients) ASSERT_EQ(client.read()->status, 200);
  }
}

}  // namespace
}  // namespace tenon::http
