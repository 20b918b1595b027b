#include "http/listener.hpp"

#include "base/log.hpp"
#include "http/event_loop.hpp"

#include <boost/asio/ip/v6_only.hpp>

#include <stdexcept>
#include <sys/socket.h>

namespace tenon::http {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;
using namespace std::chrono_literals;
using ReusePort = boost::asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

constexpr int backlog = 4096;
constexpr auto pause_length = 100ms;
constexpr auto warning_interval = 10s;

std::string text_of(const tcp::endpoint& address) {
  const std::string host = address.address().to_string();
  return (address.address().is_v6() ? '[' + host + ']' : host) + ':' + std::to_string(address.port());
}

[[noreturn]] void fail(const tcp::endpoint& address, const error_code& reason) {
  const std::string text = "cannot listen on " + text_of(address) + ": ";
  if (reason == boost::asio::error::address_in_use)
    throw std::runtime_error(text + "another process uses this port; stop it or choose another port");
  if (reason == boost::asio::error::access_denied)
    throw std::runtime_error(text + "not permitted; ports below 1024 need special rights");
  throw std::runtime_error(text + reason.message());
}

/// Errors of one connection that was on its way, not of the listener.
bool concerns_one_connection(const error_code& reason) {
  return reason == boost::asio::error::connection_aborted || reason == boost::asio::error::interrupted ||
         reason == boost::system::errc::protocol_error || reason == boost::asio::error::timed_out ||
         reason == boost::asio::error::host_unreachable || reason == boost::asio::error::network_unreachable;
}

}  // namespace

tcp::endpoint resolve_address(const std::string& host, std::uint16_t port) {
  error_code reason;
  const auto address = boost::asio::ip::make_address(host, reason);
  if (!reason) return {address, port};
  boost::asio::io_context context;
  tcp::resolver resolver(context);
  const auto found = resolver.resolve(host, std::to_string(port), tcp::resolver::passive, reason);
  if (reason || found.empty())
    throw std::runtime_error("cannot listen on \"" + host + "\": it is neither an address nor a name that resolves");
  return found.begin()->endpoint();
}

tcp::acceptor open_acceptor(boost::asio::io_context& context, const tcp::endpoint& address) {
  tcp::acceptor acceptor(context);
  error_code reason;
  acceptor.open(address.protocol(), reason);
  if (!reason) acceptor.set_option(tcp::acceptor::reuse_address(true), reason);
  if (!reason) acceptor.set_option(ReusePort(true), reason);
  if (!reason && address.address().is_v6()) acceptor.set_option(boost::asio::ip::v6_only(false), reason);
  if (!reason) acceptor.bind(address, reason);
  if (!reason) acceptor.listen(backlog, reason);
  if (reason) fail(address, reason);
  return acceptor;
}

void require_free(const tcp::endpoint& address) {
  if (address.port() == 0) return;
  boost::asio::io_context context;
  tcp::acceptor probe(context);
  error_code reason;
  probe.open(address.protocol(), reason);
  if (!reason) probe.set_option(tcp::acceptor::reuse_address(true), reason);
  if (!reason) probe.bind(address, reason);
  if (reason) fail(address, reason);
}

Listener::Listener(EventLoop& loop, tcp::acceptor acceptor)
    : loop_(loop), acceptor_(std::move(acceptor)), pause_timer_(loop.context()) {}

void Listener::start() {
  error_code ignored;
  acceptor_.non_blocking(true, ignored);
  accept_next();
}

void Listener::stop() {
  if (!acceptor_.is_open()) return;
  error_code reason;
  pause_timer_.cancel();
  acceptor_.cancel(reason);
  for (;;) {
    tcp::socket socket = acceptor_.accept(peer_, reason);
    if (!reason)
      loop_.adopt(std::move(socket), peer_);
    else if (!concerns_one_connection(reason))
      break;
  }
  acceptor_.close(reason);
}

void Listener::accept_next() {
  if (!acceptor_.is_open()) return;
  acceptor_.async_accept(peer_, [this](const error_code& reason, tcp::socket socket) {
    if (reason == boost::asio::error::operation_aborted) return;
    if (reason && !concerns_one_connection(reason)) return pause(reason);
    if (!reason) loop_.adopt(std::move(socket), peer_);
    accept_next();
  });
}

void Listener::pause(const error_code& reason) {
  const auto now = std::chrono::steady_clock::now();
  if (last_warning_ == std::chrono::steady_clock::time_point{} || now - last_warning_ > warning_interval) {
    last_warning_ = now;
    base::log(base::LogLevel::warning, "http", "cannot accept connections for now",
              {{"cause", std::string_view(reason.message())}});
  }
  pause_timer_.expires_after(pause_length);
  pause_timer_.async_wait([this](const error_code& cancelled) {
    if (!cancelled) accept_next();
  });
}

}  // namespace tenon::http
