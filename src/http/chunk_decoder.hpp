#pragma once
#include "base/error.hpp"
#include "http/limits.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tenon::http {

/// Takes the chunked coding off a body (RFC 9112, 7.1), byte by byte except for the data. Extensions and trailers are
/// read, counted against Limits::max_header_bytes and dropped.
class ChunkDecoder {
 public:
  enum class Progress : std::uint8_t { need_more, complete, fault };

  /// `limits` must live as long.
  explicit ChunkDecoder(const Limits& limits) : limits_(&limits) {}

  /// Takes bytes off the front of `input` until the coding ends, and appends what they hold to `body`.
  Progress decode(std::string_view& input, std::string& body);
  /// After `fault`: bad_request, payload_too_large or headers_too_large.
  base::ErrorCode fault() const { return *fault_; }

 private:
  enum class State : std::uint8_t {
    size_begin,       ///< the first digit must come
    size,             ///< more digits, or what ends them
    extension_space,  ///< space before ';'
    extension,        ///< from ';' to CR
    size_line_feed,
    data,
    data_return,  ///< the CR after the data
    data_line_feed,
    trailer_begin,  ///< a trailer or the empty line
    trailer_name,
    trailer_value,
    trailer_line_feed,
    last_line_feed,
    done,
  };

  State next(char letter);
  State refuse(base::ErrorCode code);
  State end_of_size_line();
  bool add_digit(int digit);
  State within_metadata(State state);

  const Limits* limits_;
  State state_ = State::size_begin;
  std::uint64_t size_ = 0;  ///< of this chunk; in `data` what is left of it
  std::size_t digits_ = 0;
  std::size_t body_bytes_ = 0;
  std::size_t metadata_bytes_ = 0;  ///< of extensions and trailers, all together
  std::optional<base::ErrorCode> fault_;
};

}  // namespace tenon::http
