#pragma once
#include "base/error.hpp"
#include "http/limits.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace tenon::http {

/// Finds the end of a request's head and holds it to the limits while it arrives, line by line, so that a fault is told
/// before the rest was sent. Looks at no byte twice.
class HeadScanner {
 public:
  /// `limits` must live as long.
  explicit HeadScanner(const Limits& limits) : limits_(limits) {}

  /// `text` is the head so far, from its first byte; only what is new is looked at. Gives the length of the head with
  /// its empty line once that is there.
  std::optional<std::size_t> scan(std::string_view text);
  /// The code of the fault found by `scan`, if there is one.
  std::optional<base::ErrorCode> fault() const { return fault_; }
  void reset();

 private:
  bool exceeds_limits(std::size_t length);

  const Limits& limits_;
  std::size_t position_ = 0;       ///< looked at so far
  std::size_t line_start_ = 0;     ///< of the line that is being read
  std::size_t headers_start_ = 0;  ///< first byte after the request line; 0 while in it
  std::size_t header_count_ = 0;
  std::optional<base::ErrorCode> fault_;
};

}  // namespace tenon::http
