#include "api/rest/batch_paths.hpp"

#include <algorithm>
#include <utility>

namespace tenon::api::rest {
namespace {

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    segments.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

bool is_parameter(std::string_view segment) {
  return segment.starts_with('{');
}

}  // namespace

void BatchPaths::add(http::Method method, std::string_view pattern, EndpointKind kind, Route route) {
  Entry entry{method, {}, 0, kind, std::move(route)};
  for (const auto segment : segments_of(pattern)) {
    if (!is_parameter(segment)) ++entry.literals;
    entry.segments.emplace_back(segment);
  }
  entries_.push_back(std::move(entry));
}

std::optional<BatchPaths::Match> BatchPaths::find(http::Method method, std::string_view path) const {
  const auto segments = segments_of(path);
  const Entry* best = nullptr;
  for (const auto& entry : entries_) {
    if (entry.method != method || (best && entry.literals <= best->literals)) continue;
    const auto fits = [](std::string_view pattern, std::string_view segment) {
      return is_parameter(pattern) ? !segment.empty() : pattern == segment;
    };
    if (std::ranges::equal(entry.segments, segments, fits)) best = &entry;
  }
  if (!best) return std::nullopt;
  Match match{&best->route, best->kind, {}};
  for (std::size_t i = 0; i < segments.size(); ++i)
    if (is_parameter(best->segments[i])) match.parameters.push_back(segments[i]);
  return match;
}

bool BatchPaths::closed_to_strangers() const {
  return std::ranges::all_of(entries_, [](const Entry& entry) { return entry.route.closed_to_strangers; });
}

}  // namespace tenon::api::rest
