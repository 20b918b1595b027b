#include "http/response_writer.hpp"

#include "http/characters.hpp"
#include "http/status.hpp"

#include <algorithm>
#include <charconv>

namespace tenon::http {
namespace {

constexpr std::string_view line_end = "\r\n";

/// Headers that are the connection's business.
bool is_ours(std::string_view name) {
  switch (name.size()) {
    case 4: return equal_ignoring_case(name, "date");
    case 10: return equal_ignoring_case(name, "connection");
    case 12: return equal_ignoring_case(name, "x-request-id");
    case 14: return equal_ignoring_case(name, "content-length");
    case 17: return equal_ignoring_case(name, "transfer-encoding");
    default: return false;
  }
}

bool is_control(char letter) {
  return static_cast<unsigned char>(letter) < ' ' || letter == 0x7F;
}

bool is_valid_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, is_token_letter);
}

void append_number(std::string& out, std::size_t number) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

void append_value(std::string& out, std::string_view value) {
  const auto begin = out.size();
  out += value;
  std::replace_if(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(), is_control, ' ');
}

void append_status_line(std::string& out, int status) {
  if (status == 200) {
    out += "HTTP/1.1 200 OK\r\n";
    return;
  }
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::size_t>(status));
  out += ' ';
  out += reason_phrase(status);
  out += line_end;
}

}  // namespace

bool has_content(const Response& response, const ResponseFrame& frame) {
  return !frame.head_only && !is_bodiless(response.status);
}

void append_head(std::string& out, const Response& response, const ResponseFrame& frame) {
  append_status_line(out, response.status);
  out += frame.date_line;
  for (const auto& [name, value] : response.headers) {
    if (is_ours(name) || !is_valid_name(name)) continue;
    out += name;
    out += ": ";
    append_value(out, value);
    out += line_end;
  }
  out += response.common_headers;
  out += "X-Request-Id: ";
  out += frame.request_id;
  out += line_end;
  if (!is_bodiless(response.status)) {
    out += "Content-Length: ";
    append_number(out, response.body.size());
    out += line_end;
  }
  if (frame.close)
    out += "Connection: close\r\n";
  else if (frame.http_1_0)
    out += "Connection: keep-alive\r\n";
  out += line_end;
}

}  // namespace tenon::http
