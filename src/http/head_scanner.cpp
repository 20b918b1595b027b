#include "http/head_scanner.hpp"

namespace tenon::http {
namespace {

/// Method, two spaces, "HTTP/1.1" and CRLF beside the target.
constexpr std::size_t request_line_rest = 64;

/// RFC 9112, 5.2: a line that begins with space would continue the one before.
bool is_folded(char first) {
  return first == ' ' || first == '\t';
}

}  // namespace

std::optional<std::size_t> HeadScanner::scan(std::string_view text) {
  while (!fault_) {
    const auto feed = text.find('\n', position_);
    if (feed == std::string_view::npos) {
      position_ = text.size();
      exceeds_limits(text.size());
      return std::nullopt;
    }
    position_ = feed + 1;
    if (exceeds_limits(position_)) return std::nullopt;
    if (feed == line_start_ || text[feed - 1] != '\r') {
      fault_ = base::ErrorCode::bad_request;
      return std::nullopt;
    }
    const bool empty_line = feed - 1 == line_start_;
    const auto line_begin = line_start_;
    line_start_ = position_;
    if (headers_start_ == 0) {
      headers_start_ = position_;
      continue;
    }
    if (empty_line) return position_;
    if (is_folded(text[line_begin])) fault_ = base::ErrorCode::bad_request;
    if (++header_count_ > limits_.max_headers) fault_ = base::ErrorCode::headers_too_large;
  }
  return std::nullopt;
}

void HeadScanner::reset() {
  position_ = line_start_ = headers_start_ = header_count_ = 0;
  fault_.reset();
}

bool HeadScanner::exceeds_limits(std::size_t length) {
  if (headers_start_ == 0 && length > limits_.max_target_bytes + request_line_rest)
    fault_ = base::ErrorCode::uri_too_long;
  if (headers_start_ != 0 && length - headers_start_ > limits_.max_header_bytes)
    fault_ = base::ErrorCode::headers_too_large;
  return fault_.has_value();
}

}  // namespace tenon::http
