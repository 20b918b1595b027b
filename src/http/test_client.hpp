#pragma once
#include "http/server.hpp"

#include <arpa/inet.h>
#include <chrono>
#include <netinet/in.h>
#include <optional>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace tenon::http::testing {

using namespace std::chrono_literals;

/// A blocking client that sends the bytes it is told and reads answers by Content-Length.
class Client {
 public:
  struct Answer {
    int status = 0;
    std::string head;
    std::string body;
    bool has(std::string_view text) const { return head.find(text) != std::string::npos; }
  };

  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  Client(Client&& other) noexcept
      : socket_(std::exchange(other.socket_, -1)), connected_(other.connected_), buffer_(std::move(other.buffer_)) {}
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { close(); }

  /// Whether the connection was cut instead of ended.
  bool was_reset() const { return reset_; }
  bool connected() const { return connected_; }
  int descriptor() const { return socket_; }
  void close() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }
  /// Ends with a reset instead of a farewell.
  void reset() {
    const linger now{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
  }
  void end_sending() { ::shutdown(socket_, SHUT_WR); }
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// The next answer; nothing when the connection ends or the time is over.
  std::optional<Answer> read(std::chrono::milliseconds patience = 10s, bool head_only = false) {
    const auto until = std::chrono::steady_clock::now() + patience;
    std::size_t end;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
      if (!fill(until)) return std::nullopt;
    Answer answer;
    answer.head = buffer_.substr(0, end + 2);
    buffer_.erase(0, end + 4);
    answer.status = std::stoi(answer.head.substr(9, 3));
    constexpr std::string_view name = "Content-Length: ";
    const auto length_at = answer.head.find(name);
    const std::size_t length =
        length_at == std::string::npos || head_only ? 0 : std::stoul(answer.head.substr(length_at + name.size()));
    while (buffer_.size() < length)
      if (!fill(until)) return std::nullopt;
    answer.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return answer;
  }

  std::optional<Answer> get(std::string_view path) {
    send("GET " + std::string(path) + " HTTP/1.1\r\nHost: test\r\n\r\n");
    return read();
  }

  /// Whether the server ends the connection within the time, without another byte.
  bool ends(std::chrono::milliseconds patience = 5s) {
    return buffer_.empty() && !fill(std::chrono::steady_clock::now() + patience) && ended_;
  }

 private:
  bool fill(std::chrono::steady_clock::time_point until) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd poll{socket_, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&poll, 1, static_cast<int>(left.count())) <= 0) return false;
    char bytes[16 * 1024];
    const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
    if (count <= 0) {
      ended_ = true;
      reset_ = count < 0;
      return false;
    }
    buffer_.append(bytes, static_cast<std::size_t>(count));
    return true;
  }

  int socket_;
  bool connected_ = false;
  bool ended_ = false;
  bool reset_ = false;
  std::string buffer_;
};

/// A server on a free port with its thread, stopped at the end.
class RunningServer {
 public:
  explicit RunningServer(Handler handler, ServerOptions options = {})
      : server_(on_free_port(std::move(options)), std::move(handler)), thread_([this] { server_.run(); }) {}
  ~RunningServer() { stop(); }
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;

  Server& server() { return server_; }
  std::uint16_t port() const { return server_.port(); }
  Client client() const { return Client(port()); }
  /// Stops and waits until `run` has returned.
  void stop() {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }

 private:
  static ServerOptions on_free_port(ServerOptions options) {
    options.port = 0;
    if (options.loops == 0) options.loops = 2;
    return options;
  }

  Server server_;
  std::thread thread_;
};

}  // namespace tenon::http::testing
