/// A static JSON answer on a port, to be measured beside nginx: http_bench [port] [loops].
#include "base/task.hpp"
#include "http/server.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace {

using tenon::base::Task;
using tenon::http::Request;
using tenon::http::Response;

Task<Response> answer(Request&) {
  Response response;
  response.headers.emplace_back("Content-Type", "application/json");
  response.body = R"({"data":{"id":"0198c5b2-6f1e-7c3a-9d2b-5e8f0a1b2c3d","title":"Hello","published":true},)"
                  R"("meta":{"timestamp":"2026-01-15T10:30:00Z","note":"0123456789"}})";
  co_return response;
}

}  // namespace

int main(int argc, char** argv) {
  tenon::http::ServerOptions options;
  options.port = static_cast<std::uint16_t>(argc > 1 ? std::atoi(argv[1]) : 8080);
  options.loops = static_cast<unsigned>(argc > 2 ? std::atoi(argv[2]) : 0);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  tenon::http::Server server(options, answer);
  std::printf("listening on %u with %u loops\n", unsigned{server.port()}, server.loops());
  std::fflush(stdout);
  std::jthread waiter([&] {
    int signal = 0;
    sigwait(&signals, &signal);
    server.stop();
  });
  server.run();
  return 0;
}
