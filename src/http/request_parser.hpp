#pragma once
#include "base/error.hpp"
#include "http/limits.hpp"
#include "http/message.hpp"

#include <cstdint>
#include <memory>
#include <string_view>

namespace tenon::http {

/// Bytes → requests (RFC 9112), without I/O: the same result however the bytes are cut. Not thread-safe.
///
/// Stricter than it must be where leniency lets two parsers disagree: a bare LF or CR, folded headers, whitespace
/// before a colon, repeated Host, Content-Length beside Transfer-Encoding are all 400. Trailers are read and dropped.
class RequestParser {
 public:
  enum class Progress : std::uint8_t {
    need_more,  ///< all input is taken; the request is not whole yet
    complete,   ///< the request is whole; the input begins with the next one
    fault,      ///< refused, see error(); nothing after it can be read: answer and close
  };
  enum class Stage : std::uint8_t {
    idle,  ///< between requests, no byte of the next one seen
    head,  ///< within request line or headers
    body,  ///< headers are done, the body is not
  };

  /// `limits` must live as long.
  explicit RequestParser(const Limits& limits);
  ~RequestParser();
  RequestParser(RequestParser&&) noexcept;

  /// Takes bytes off the front of `input` until a request is complete. `request` must be the same object, and cleared
  /// before, from a request's first byte to its end.
  Progress parse(std::string_view& input, Request& request);

  Stage stage() const;
  /// After `fault`: what to answer.
  const base::Error& error() const;
  /// After `complete`: whether the client lets the connection live on.
  bool keep_alive() const;
  /// After `complete` or in stage `body`: HTTP/1.0, which must be told about keep-alive.
  bool is_http_1_0() const;
  /// In stage `body`: whether the client waits for "100 Continue", which is asked once.
  bool take_expect_continue();

 private:
  class Machine;
  std::unique_ptr<Machine> machine_;
};

}  // namespace tenon::http
