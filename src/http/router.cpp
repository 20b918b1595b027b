#include "http/router.hpp"

#include "http/url.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <stdexcept>

namespace tenon::http {
namespace {

constexpr std::size_t method_count = static_cast<std::size_t>(Method::other);

std::size_t slot(Method method) {
  return static_cast<std::size_t>(method);
}

/// The first segment of a path that begins with '/', cut off its front.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const auto end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

bool is_parameter(std::string_view segment) {
  return segment.starts_with('{');
}

[[noreturn]] void refuse(std::string_view pattern, std::string_view reason) {
  throw std::logic_error("route \"" + std::string(pattern) + "\" " + std::string(reason));
}

}  // namespace

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::unique_ptr<Node> parameter;
  std::array<Handler, method_count> handlers;
  std::string pattern;  ///< empty: only on the way to others

  const Handler* handler(Method method) const {
    if (method == Method::other) return nullptr;
    if (const auto& own = handlers[slot(method)]) return &own;
    if (method == Method::head && handlers[slot(Method::get)]) return &handlers[slot(Method::get)];
    return nullptr;
  }

  std::vector<std::string> allow() const {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < method_count; ++i) {
      const auto method = static_cast<Method>(i);
      if (handler(method) || method == Method::options) names.emplace_back(to_text(method));
    }
    return names;
  }

  /// The most literal node for the segments from `index` on; `taken` collects what the parameters matched.
  const Node* find(const std::vector<std::string_view>& segments, std::size_t index,
                   std::vector<std::string_view>& taken) const {
    if (index == segments.size()) return pattern.empty() ? nullptr : this;
    if (const auto literal = literals.find(segments[index]); literal != literals.end())
      if (const Node* found = literal->second->find(segments, index + 1, taken)) return found;
    if (!parameter || segments[index].empty()) return nullptr;
    taken.push_back(segments[index]);
    if (const Node* found = parameter->find(segments, index + 1, taken)) return found;
    taken.pop_back();
    return nullptr;
  }

  void collect(std::vector<std::pair<Method, std::string>>& routes) const {
    for (std::size_t i = 0; i < method_count; ++i)
      if (handlers[i]) routes.emplace_back(static_cast<Method>(i), pattern);
    for (const auto& [name, node] : literals) node->collect(routes);
    if (parameter) parameter->collect(routes);
  }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;

void Router::add(Method method, std::string_view pattern, Handler handler) {
  if (method == Method::other) refuse(pattern, "has a method that cannot be routed");
  if (!pattern.starts_with('/')) refuse(pattern, "does not begin with '/'");
  if (!handler) refuse(pattern, "has no handler");
  Node* node = root_.get();
  for (std::string_view rest = pattern; !rest.empty();) {
    const std::string_view segment = take_segment(rest);
    if (is_parameter(segment) && (!segment.ends_with('}') || segment.size() < 3))
      refuse(pattern, "has a broken {name}");
    auto& next = is_parameter(segment) ? node->parameter : node->literals[std::string(segment)];
    if (!next) next = std::make_unique<Node>();
    node = next.get();
  }
  auto& place = node->handlers[slot(method)];
  if (place) refuse(pattern, "is added twice for " + std::string(to_text(method)));
  if (node->pattern.empty()) node->pattern = pattern;
  place = std::move(handler);
}

Router::Match Router::match(Request& request) const {
  Match match;
  request.path_parameters.clear();
  if (!request.path.starts_with('/')) return match;

  std::vector<std::string_view> segments;
  std::vector<std::string> decoded;
  // A decoded segment must not move while `segments` points to it.
  decoded.reserve(static_cast<std::size_t>(std::ranges::count(request.path, '%')));
  for (std::string_view rest = request.path; !rest.empty();) {
    std::string_view segment = take_segment(rest);
    if (segment.find('%') != std::string_view::npos) {
      auto text = percent_decode(segment);
      if (!text) {
        match.malformed = true;
        return match;
      }
      segment = decoded.emplace_back(std::move(*text));
    }
    segments.push_back(segment);
  }

  std::vector<std::string_view> taken;
  const Node* node = root_->find(segments, 0, taken);
  if (!node) return match;
  match.path_known = true;
  match.handler = node->handler(request.method);
  if (!match.handler) {
    match.allow = node->allow();
    return match;
  }
  request.path_parameters.reserve(taken.size());
  for (const std::string_view text : taken) request.path_parameters.emplace_back(text);
  return match;
}

std::vector<std::pair<Method, std::string>> Router::routes() const {
  std::vector<std::pair<Method, std::string>> routes;
  root_->collect(routes);
  std::ranges::sort(routes, [](const auto& left, const auto& right) {
    return std::tie(left.second, left.first) < std::tie(right.second, right.first);
  });
  return routes;
}

}  // namespace tenon::http
