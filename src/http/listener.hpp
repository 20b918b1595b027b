#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <string>

namespace tenon::http {

class EventLoop;

/// The address to listen on. Throws std::runtime_error with a sentence for the operator.
boost::asio::ip::tcp::endpoint resolve_address(const std::string& host, std::uint16_t port);
/// A listening socket that shares its address with those of the other loops. Throws std::runtime_error likewise, also
/// when another process listens there.
boost::asio::ip::tcp::acceptor open_acceptor(boost::asio::io_context& context,
                                             const boost::asio::ip::tcp::endpoint& address);
/// Throws std::runtime_error if somebody listens on the address. SO_REUSEPORT alone would share it in silence.
void require_free(const boost::asio::ip::tcp::endpoint& address);

/// Accepts connections for one loop, without end: where the process has no descriptor left it pauses and goes on.
class Listener {
 public:
  Listener(EventLoop& loop, boost::asio::ip::tcp::acceptor acceptor);
  void start();
  /// Takes in what the kernel has queued, then closes.
  void stop();

 private:
  void accept_next();
  void pause(const boost::system::error_code& reason);

  EventLoop& loop_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_timer_;
  boost::asio::ip::tcp::endpoint peer_;
  std::chrono::steady_clock::time_point last_warning_{};
};

}  // namespace tenon::http
