#include "http/request_head.hpp"

#include "http/characters.hpp"
#include "http/target.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace tenon::http {
namespace {

namespace beast_http = boost::beast::http;
using base::Error;
using base::ErrorCode;
using boost::beast::error_code;
using beast_string_view = boost::beast::string_view;

std::string lower_case(beast_string_view name) {
  std::string text(name);
  std::ranges::transform(text, text.begin(), to_lower);
  return text;
}

/// Beast's grammar of a head, written into our Request; refuses what Beast lets pass and we do not.
class HeadParser final : public beast_http::basic_parser<true> {
 public:
  HeadParser(Request& request, const Limits& limits) : request_(request), limits_(limits) {
    // The scanner has applied ours already.
    header_limit(UINT32_MAX);
    body_limit(limits.max_body_bytes);
  }

  std::optional<Error> fault;
  bool http_1_0 = false;
  bool expects_continue = false;

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
    const auto path_and_query = read_target(target, request_.method);
    if (!path_and_query) return refuse(ErrorCode::bad_request, "The request target is not valid", ec);
    request_.set_target(*path_and_query);
  }

  void on_field_impl(beast_http::field field, beast_string_view name, beast_string_view value,
                     error_code& ec) override {
    if (field == beast_http::field::host) {
      if (has_host_) return refuse(ErrorCode::bad_request, "More than one Host header", ec);
      has_host_ = true;
      if (!is_valid_host(value)) return refuse(ErrorCode::bad_request, "The Host header is not valid", ec);
    } else if (field == beast_http::field::transfer_encoding) {
      if (http_1_0) return refuse(ErrorCode::bad_request, "HTTP/1.0 has no Transfer-Encoding", ec);
      if (!equal_ignoring_case(value, "chunked"))
        return refuse(ErrorCode::not_implemented, "The only transfer coding known here is chunked", ec);
    } else if (field == beast_http::field::expect && !http_1_0) {
      if (!equal_ignoring_case(value, "100-continue")) return refuse(ErrorCode::expectation_failed, {}, ec);
      expects_continue = true;
    }
    if (is_repeated(field)) return refuse(ErrorCode::bad_request, "A header is repeated that has one value", ec);
    request_.headers.emplace_back(lower_case(name), value);
  }

  /// Two values of these would be read differently by us and by a proxy before us.
  bool is_repeated(beast_http::field field) {
    if (field == beast_http::field::authorization) return std::exchange(has_authorization_, true);
    if (field == beast_http::field::content_type) return std::exchange(has_content_type_, true);
    return false;
  }

  void on_header_impl(error_code& ec) override {
    if (!has_host_ && !http_1_0) refuse(ErrorCode::bad_request, "HTTP/1.1 needs a Host header", ec);
  }

  // Bodies are read elsewhere.
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(beast_string_view, error_code&) override { return 0; }
  void on_chunk_header_impl(std::uint64_t, beast_string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, beast_string_view, error_code&) override { return 0; }
  void on_finish_impl(error_code&) override {}
  void on_response_impl(int, beast_string_view, int, error_code&) override {}

  Request& request_;
  const Limits& limits_;
  bool has_host_ = false;
  bool has_authorization_ = false;
  bool has_content_type_ = false;
};

/// "HTTP/2.0" is understood and not spoken; "HTTP/x" is nonsense.
bool names_other_version(std::string_view head) {
  const std::string_view line = head.substr(0, head.find('\r'));
  const std::string_view version = line.substr(line.rfind(' ') + 1);
  const auto is_digit = [&](std::size_t i) { return version[i] >= '0' && version[i] <= '9'; };
  return version.size() == 8 && version.starts_with("HTTP/") && is_digit(5) && version[6] == '.' && is_digit(7) &&
         version != "HTTP/1.0" && version != "HTTP/1.1";
}

Error syntax_error(const error_code& ec, std::string_view head) {
  using beast_http::error;
  if (ec == error::body_limit) return Error(ErrorCode::payload_too_large);
  if (ec == error::bad_version && names_other_version(head)) return Error(ErrorCode::version_not_supported);
  if (ec == error::bad_method || ec == error::bad_target || ec == error::bad_version)
    return Error(ErrorCode::bad_request, "The request line is malformed");
  if (ec == error::bad_content_length || ec == error::multiple_content_length || ec == error::bad_transfer_encoding)
    return Error(ErrorCode::bad_request, "The length of the body is given wrongly or in more than one way");
  return Error(ErrorCode::bad_request, "A header is malformed");
}

}  // namespace

base::Result<RequestHead> read_head(std::string_view text, const Limits& limits, Request& request) {
  HeadParser parser(request, limits);
  error_code ec;
  parser.put({text.data(), text.size()}, ec);
  if (parser.fault) return std::unexpected(std::move(*parser.fault));
  if (ec) return std::unexpected(syntax_error(ec, text));
  RequestHead head;
  head.content_length = parser.content_length().value_or(0);
  head.chunked = parser.chunked();
  head.keep_alive = parser.keep_alive();
  head.http_1_0 = parser.http_1_0;
  head.expects_continue = parser.expects_continue;
  return head;
}

}  // namespace tenon::http
