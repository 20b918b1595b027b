#include "http/server.hpp"

#include "http/event_loop.hpp"
#include "http/listener.hpp"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace tenon::http {
namespace {

/// Loops whose handlers never came to their end; another thread may post to them as long as the process lives.
std::vector<std::unique_ptr<EventLoop>>& abandoned_loops() {
  static auto& loops = *new std::vector<std::unique_ptr<EventLoop>>;
  return loops;
}

unsigned loop_count(unsigned wanted) {
  return wanted > 0 ? wanted : std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace

class Server::Impl {
 public:
  Impl(ServerOptions options, Handler handler) : service_(std::make_shared<Service>()) {
    service_->options = std::move(options);
    service_->handler = std::move(handler);
    auto address = resolve_address(service_->options.host, service_->options.port);
    require_free(address);
    for (unsigned i = 0; i < loop_count(service_->options.loops); ++i) {
      auto loop = std::make_unique<EventLoop>(i, service_);
      auto acceptor = open_acceptor(loop->context(), address);
      address.port(acceptor.local_endpoint().port());
      loop->listen(std::move(acceptor));
      loops_.push_back(std::move(loop));
    }
    port_ = address.port();
  }

  ~Impl() {
    for (auto& loop : loops_)
      if (loop->has_unfinished_handlers()) abandoned_loops().push_back(std::move(loop));
  }

  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void run() {
    std::vector<std::jthread> threads;
    try {
      for (std::size_t i = 1; i < loops_.size(); ++i) threads.emplace_back([this, i] { loops_[i]->run(); });
    } catch (...) {
      stop();
      throw;
    }
    loops_[0]->run();
  }

  void stop() {
    for (const auto& loop : loops_) loop->post([&loop = *loop] { loop.drain(); });
  }

  std::uint16_t port() const { return port_; }
  unsigned loops() const { return static_cast<unsigned>(loops_.size()); }

 private:
  std::shared_ptr<Service> service_;
  std::vector<std::unique_ptr<EventLoop>> loops_;
  std::uint16_t port_ = 0;
};

Server::Server(ServerOptions options, Handler handler)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(handler))) {}
Server::~Server() = default;

std::uint16_t Server::port() const {
  return impl_->port();
}

unsigned Server::loops() const {
  return impl_->loops();
}

void Server::run() {
  impl_->run();
}

void Server::stop() {
  impl_->stop();
}

}  // namespace tenon::http
