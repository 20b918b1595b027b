#include "http/request_parser.hpp"

#include "http/chunk_decoder.hpp"
#include "http/head_scanner.hpp"
#include "http/request_head.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace tenon::http {
namespace {

using base::Error;
using base::ErrorCode;

constexpr unsigned max_empty_lines = 4;
/// A promised body gets memory as it arrives, beyond this.
constexpr std::size_t body_reserve = 64 * 1024;

}  // namespace

class RequestParser::Machine {
 public:
  explicit Machine(const Limits& limits) : limits_(limits), scanner_(limits), chunks_(limits) {}

  Progress parse(std::string_view& input, Request& request) {
    if (stage_ == Stage::idle && !skip_empty_lines(input)) return Progress::fault;
    if (input.empty()) return Progress::need_more;
    if (stage_ != Stage::body) {
      stage_ = Stage::head;
      const Progress progress = parse_head(input, request);
      if (progress != Progress::complete) return progress;
      if (!head_.chunked && head_.content_length == 0) return finish();
      stage_ = Stage::body;
      request.body.reserve(std::min<std::size_t>(head_.content_length, body_reserve));
    }
    return head_.chunked ? parse_chunks(input, request) : parse_plain_body(input, request);
  }

  Stage stage_ = Stage::idle;
  Error error_;
  RequestHead head_;
  bool body_begun_ = false;

 private:
  Progress refuse(Error error) {
    error_ = std::move(error);
    return Progress::fault;
  }

  Progress finish() {
    stage_ = Stage::idle;
    empty_lines_ = 0;
    return Progress::complete;
  }

  /// RFC 9112, 2.2: some clients end a body with a CRLF too many.
  bool skip_empty_lines(std::string_view& input) {
    while (!input.empty() && (half_line_end_ || input.front() == '\r')) {
      if (half_line_end_ && (input.front() != '\n' || ++empty_lines_ > max_empty_lines)) {
        error_ = Error(ErrorCode::bad_request, "The request line is malformed");
        return false;
      }
      half_line_end_ = !half_line_end_;
      input.remove_prefix(1);
    }
    return true;
  }

  /// `complete` here means that the head is.
  Progress parse_head(std::string_view& input, Request& request) {
    const std::size_t before = partial_head_.size();
    if (before > 0) partial_head_ += input;
    const std::string_view text = before > 0 ? std::string_view(partial_head_) : input;
    const auto end = scanner_.scan(text);
    if (const auto code = scanner_.fault()) return refuse(Error(*code));
    if (!end) {
      if (before == 0) partial_head_ = input;
      input = {};
      return Progress::need_more;
    }
    auto head = read_head(text.substr(0, *end), limits_, request);
    if (!head) return refuse(std::move(head).error());
    input.remove_prefix(*end - before);
    head_ = *head;
    body_begun_ = false;
    if (head_.chunked) chunks_ = ChunkDecoder(limits_);
    scanner_.reset();
    partial_head_.clear();
    return Progress::complete;
  }

  Progress parse_plain_body(std::string_view& input, Request& request) {
    body_begun_ = body_begun_ || !input.empty();
    const std::string_view piece = input.substr(0, std::min<std::uint64_t>(head_.content_length, input.size()));
    request.body += piece;
    input.remove_prefix(piece.size());
    head_.content_length -= piece.size();
    return head_.content_length == 0 ? finish() : Progress::need_more;
  }

  Progress parse_chunks(std::string_view& input, Request& request) {
    body_begun_ = body_begun_ || !input.empty();
    switch (chunks_.decode(input, request.body)) {
      case ChunkDecoder::Progress::need_more: return Progress::need_more;
      case ChunkDecoder::Progress::complete: return finish();
      case ChunkDecoder::Progress::fault: break;
    }
    if (chunks_.fault() != ErrorCode::bad_request) return refuse(Error(chunks_.fault()));
    return refuse(Error(ErrorCode::bad_request, "The chunked body is malformed"));
  }

  const Limits& limits_;
  HeadScanner scanner_;
  ChunkDecoder chunks_;
  std::string partial_head_;  ///< a head that came in pieces is put together here
  unsigned empty_lines_ = 0;
  bool half_line_end_ = false;
};

RequestParser::RequestParser(const Limits& limits) : machine_(std::make_unique<Machine>(limits)) {}
RequestParser::~RequestParser() = default;
RequestParser::RequestParser(RequestParser&&) noexcept = default;

RequestParser::Progress RequestParser::parse(std::string_view& input, Request& request) {
  return machine_->parse(input, request);
}

RequestParser::Stage RequestParser::stage() const {
  return machine_->stage_;
}

const base::Error& RequestParser::error() const {
  return machine_->error_;
}

bool RequestParser::keep_alive() const {
  return machine_->head_.keep_alive;
}

bool RequestParser::is_http_1_0() const {
  return machine_->head_.http_1_0;
}

bool RequestParser::take_expect_continue() {
  return std::exchange(machine_->head_.expects_continue, false) && !machine_->body_begun_;
}

}  // namespace tenon::http
