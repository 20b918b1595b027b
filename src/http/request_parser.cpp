#include "http/request_parser.hpp"

#include "http/head_scanner.hpp"
#include "http/target.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <cassert>
#include <optional>
#include <string>

namespace tenon::http {
namespace {

namespace beast_http = boost::beast::http;
using boost::beast::error_code;
using beast_string_view = boost::beast::string_view;
using base::Error;
using base::ErrorCode;

constexpr unsigned max_empty_lines = 4;
constexpr std::size_t body_reserve = 64 * 1024;

std::string lower_case(beast_string_view name) {
  std::string text(name);
  for (char& letter : text)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return text;
}

/// One request in Beast's grammar, written into ours; refuses what Beast lets pass and we do not.
class Message final : public beast_http::basic_parser<true> {
 public:
  Message(Request& request, const Limits& limits) : request_(request), limits_(limits) {
    header_limit(static_cast<std::uint32_t>(limits.max_header_bytes + limits.max_target_bytes + 1024));
    body_limit(limits.max_body_bytes);
  }

  std::optional<Error> fault;
  bool http_1_0 = false;
  bool expects_continue = false;
  bool body_begun = false;
  bool chunk_metadata = false;  ///< the last step read a chunk's header or the trailers

 private:
  void refuse(ErrorCode code, std::string_view message, error_code& ec) {
    fault.emplace(code, std::string(message));
    ec = beast_http::error::bad_value;
  }

  void on_request_impl(beast_http::verb, beast_string_view method, beast_string_view target, int version,
                       error_code& ec) override {
    http_1_0 = version == 10;
    request_.method = http::parse_method(method);
    if (request_.method == Method::other) request_.method_text = method;
    if (target.size() > limits_.max_target_bytes) return refuse(ErrorCode::uri_too_long, {}, ec);
    if (method == "CONNECT")
      return refuse(ErrorCode::not_implemented, "CONNECT is not offered: this is not a proxy", ec);
    const auto form = read_target(target, request_.method);
    if (!form) return refuse(ErrorCode::bad_request, "The request target is not valid", ec);
    request_.set_target(*form);
  }

  void on_field_impl(beast_http::field field, beast_string_view name, beast_string_view value,
                     error_code& ec) override {
    if (is_header_done()) return;  // A trailer: read and dropped.
    switch (field) {
      case beast_http::field::host:
        if (has_host_) return refuse(ErrorCode::bad_request, "More than one Host header", ec);
        has_host_ = true;
        if (!is_valid_host(value)) return refuse(ErrorCode::bad_request, "The Host header is not valid", ec);
        break;
      case beast_http::field::transfer_encoding:
        if (http_1_0) return refuse(ErrorCode::bad_request, "HTTP/1.0 has no Transfer-Encoding", ec);
        if (!equal_ignoring_case(value, "chunked"))
          return refuse(ErrorCode::not_implemented, "The only transfer coding known here is chunked", ec);
        break;
      case beast_http::field::expect:
        if (http_1_0) break;
        if (!equal_ignoring_case(value, "100-continue")) return refuse(ErrorCode::expectation_failed, {}, ec);
        expects_continue = true;
        break;
      default: break;
    }
    request_.headers.emplace_back(lower_case(name), value);
  }

  void on_header_impl(error_code& ec) override {
    if (!has_host_ && !http_1_0) refuse(ErrorCode::bad_request, "HTTP/1.1 needs a Host header", ec);
  }

  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
    if (length) request_.body.reserve(std::min<std::size_t>(*length, body_reserve));
  }

  std::size_t on_body_impl(beast_string_view bytes, error_code&) override {
    request_.body.append(bytes.data(), bytes.size());
    return bytes.size();
  }

  void on_chunk_header_impl(std::uint64_t, beast_string_view extension, error_code& ec) override {
    chunk_metadata = true;
    extension_bytes_ += extension.size();
    if (extension_bytes_ > limits_.max_header_bytes) refuse(ErrorCode::headers_too_large, {}, ec);
  }

  std::size_t on_chunk_body_impl(std::uint64_t, beast_string_view bytes, error_code& ec) override {
    return on_body_impl(bytes, ec);
  }

  void on_finish_impl(error_code&) override {}
  void on_response_impl(int, beast_string_view, int, error_code&) override {}

  Request& request_;
  const Limits& limits_;
  std::size_t extension_bytes_ = 0;
  bool has_host_ = false;
};

/// "HTTP/2.0" is understood and not spoken; "HTTP/x" is nonsense.
bool names_other_version(std::string_view head) {
  const std::string_view line = head.substr(0, head.find('\r'));
  const std::string_view version = line.substr(line.rfind(' ') + 1);
  const auto is_digit = [&](std::size_t i) { return version[i] >= '0' && version[i] <= '9'; };
  return version.size() == 8 && version.starts_with("HTTP/") && is_digit(5) && version[6] == '.' && is_digit(7);
}

Error syntax_error(const error_code& ec, std::string_view head) {
  using beast_http::error;
  if (ec == error::body_limit) return Error(ErrorCode::payload_too_large);
  if (ec == error::bad_version && names_other_version(head)) return Error(ErrorCode::version_not_supported);
  if (ec == error::bad_method || ec == error::bad_target || ec == error::bad_version)
    return Error(ErrorCode::bad_request, "The request line is malformed");
  if (ec == error::bad_content_length || ec == error::multiple_content_length || ec == error::bad_transfer_encoding)
    return Error(ErrorCode::bad_request, "The length of the body is given wrongly or in more than one way");
  if (ec == error::bad_chunk || ec == error::bad_chunk_extension)
    return Error(ErrorCode::bad_request, "The chunked body is malformed");
  return Error(ErrorCode::bad_request, "A header is malformed");
}

}  // namespace

class RequestParser::Machine {
 public:
  explicit Machine(const Limits& limits) : limits_(limits), scanner_(limits) {}

  Progress parse(std::string_view& input, Request& request) {
    if (stage_ == Stage::idle && !skip_empty_lines(input)) return Progress::fault;
    if (input.empty()) return Progress::need_more;
    if (stage_ != Stage::body) {
      stage_ = Stage::head;
      const Progress progress = parse_head(input, request);
      if (progress != Progress::complete) return progress;
      if (message_->is_done()) return finish();
      stage_ = Stage::body;
    }
    return parse_body(input);
  }

  Stage stage_ = Stage::idle;
  Error error_;
  std::optional<Message> message_;

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
    const std::size_t before = pending_.size();
    if (before > 0) pending_ += input;
    const std::string_view text = before > 0 ? std::string_view(pending_) : input;
    const auto end = scanner_.scan(text);
    if (const auto code = scanner_.fault()) return refuse(Error(*code));
    if (!end) {
      if (before == 0) pending_ = input;
      input = {};
      return Progress::need_more;
    }
    const std::string_view head = text.substr(0, *end);
    input.remove_prefix(*end - before);
    message_.emplace(request, limits_);
    error_code ec;
    message_->put({head.data(), head.size()}, ec);
    if (message_->fault) return refuse(std::move(*message_->fault));
    if (ec) return refuse(syntax_error(ec, head));
    scanner_.reset();
    pending_.clear();
    return Progress::complete;
  }

  Progress parse_body(std::string_view& input) {
    while (!input.empty()) {
      message_->body_begun = true;
      const std::size_t before = pending_.size();
      if (before > 0) pending_ += input;
      const std::string_view text = before > 0 ? std::string_view(pending_) : input;
      error_code ec;
      message_->chunk_metadata = false;
      const std::size_t used = message_->put({text.data(), text.size()}, ec);
      if (message_->fault) return refuse(std::move(*message_->fault));
      if (ec && ec != beast_http::error::need_more) return refuse(syntax_error(ec, {}));
      if (message_->chunk_metadata && used > limits_.max_header_bytes)
        return refuse(Error(ErrorCode::headers_too_large));
      if (ec) {
        // Beast takes a chunk's header and the trailers whole or not at all.
        assert(used == 0);
        if (text.size() > limits_.max_header_bytes) return refuse(Error(ErrorCode::headers_too_large));
        if (before == 0) pending_ = input;
        input = {};
        return Progress::need_more;
      }
      assert(used >= before);
      input.remove_prefix(used - before);
      pending_.clear();
      if (message_->is_done()) return finish();
    }
    return Progress::need_more;
  }

  const Limits& limits_;
  HeadScanner scanner_;
  std::string pending_;  ///< what must be in one piece to be parsed and is not yet whole
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
  return machine_->message_->keep_alive();
}

bool RequestParser::is_http_1_0() const {
  return machine_->message_ && machine_->message_->http_1_0;
}

bool RequestParser::take_expect_continue() {
  Message& message = *machine_->message_;
  return std::exchange(message.expects_continue, false) && !message.body_begun;
}

}  // namespace tenon::http
