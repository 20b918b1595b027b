#include "http/message.hpp"

#include "http/characters.hpp"

#include <algorithm>
#include <array>

namespace tenon::http {
namespace {

constexpr std::array<std::string_view, 8> method_names{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", ""};

template <typename Headers>
auto find_header(Headers& headers, std::string_view name) {
  return std::ranges::find_if(headers, [name](const auto& header) { return equal_ignoring_case(header.first, name); });
}

/// Idle connections are many; none keeps the memory of its largest body.
void release_or_clear(std::string& text) {
  constexpr std::size_t kept_capacity = 4 * 1024;
  if (text.capacity() > kept_capacity)
    text = std::string();
  else
    text.clear();
}

bool has_member(std::string_view list, std::string_view wanted) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    std::string_view member = list.substr(0, comma);
    while (member.starts_with(' ')) member.remove_prefix(1);
    while (member.ends_with(' ')) member.remove_suffix(1);
    if (equal_ignoring_case(member, wanted)) return true;
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
  return false;
}

}  // namespace

std::string_view to_text(Method method) {
  return method_names[static_cast<std::size_t>(method)];
}

Method parse_method(std::string_view text) {
  const auto found = std::ranges::find(method_names, text);
  if (text.empty() || found == method_names.end()) return Method::other;
  return static_cast<Method>(found - method_names.begin());
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i)
    if (to_lower(left[i]) != to_lower(right[i])) return false;
  return true;
}

Request::Request(const Request& other)
    : method(other.method),
      method_text(other.method_text),
      target(other.target),
      body(other.body),
      remote_ip(other.remote_ip),
      request_id(other.request_id),
      headers(other.headers),
      path_parameters(other.path_parameters),
      deadline(other.deadline),
      answer_headers(other.answer_headers) {
  point_into_target();
}

Request::Request(Request&& other) noexcept
    : method(other.method),
      method_text(std::move(other.method_text)),
      target(std::move(other.target)),
      body(std::move(other.body)),
      remote_ip(std::move(other.remote_ip)),
      request_id(std::move(other.request_id)),
      headers(std::move(other.headers)),
      path_parameters(std::move(other.path_parameters)),
      deadline(other.deadline),
      answer_headers(std::move(other.answer_headers)) {
  point_into_target();
  other.point_into_target();
}

Request& Request::operator=(const Request& other) {
  Request copy(other);
  return *this = std::move(copy);
}

Request& Request::operator=(Request&& other) noexcept {
  if (this == &other) return *this;
  method = other.method;
  method_text = std::move(other.method_text);
  target = std::move(other.target);
  body = std::move(other.body);
  remote_ip = std::move(other.remote_ip);
  request_id = std::move(other.request_id);
  headers = std::move(other.headers);
  path_parameters = std::move(other.path_parameters);
  deadline = other.deadline;
  answer_headers = std::move(other.answer_headers);
  point_into_target();
  other.point_into_target();
  return *this;
}

std::string_view Request::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

bool Request::has_header(std::string_view name) const {
  return std::ranges::any_of(headers, [name](const auto& header) { return header.first == name; });
}

void Request::set_target(std::string_view text) {
  target = text;
  point_into_target();
}

void Request::clear() {
  method = Method::get;
  method_text.clear();
  target.clear();
  path = query = {};
  release_or_clear(body);
  request_id.clear();
  headers.clear();
  path_parameters.clear();
  deadline = base::Deadline::never();
  answer_headers.clear();
}

void Request::point_into_target() {
  const std::string_view whole = target;
  const auto mark = whole.find('?');
  path = whole.substr(0, mark);
  query = mark == std::string_view::npos ? std::string_view() : whole.substr(mark + 1);
}

void Response::set(std::string_view name, std::string_view value) {
  if (const auto found = find_header(headers, name); found != headers.end())
    found->second = value;
  else
    headers.emplace_back(name, value);
}

void Response::append(std::string_view name, std::string_view member) {
  const auto found = find_header(headers, name);
  if (found == headers.end()) {
    headers.emplace_back(name, member);
  } else if (!has_member(found->second, member)) {
    if (!found->second.empty()) found->second += ", ";
    found->second += member;
  }
}

std::string_view Response::header(std::string_view name) const {
  const auto found = find_header(headers, name);
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

bool Response::has_header(std::string_view name) const {
  return find_header(headers, name) != headers.end();
}

}  // namespace tenon::http
