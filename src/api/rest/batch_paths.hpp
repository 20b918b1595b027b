#pragma once
#include "api/rest/endpoints.hpp"
#include "api/rest/route.hpp"
#include "http/message.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::api::rest {

/// What the operations of a batch may ask for: the writing routes. Filled before serving, then read by all threads.
class BatchPaths {
 public:
  /// `pattern` is below the base path: "/posts/{id}".
  void add(http::Method method, std::string_view pattern, EndpointKind kind, Route route);

  struct Match {
    const Route* route = nullptr;
    EndpointKind kind = EndpointKind::create;
    std::vector<std::string_view> parameters;  ///< segments of the path, as they are written
  };
  /// `path` is below the base path, without a query; the match points into it.
  std::optional<Match> find(http::Method method, std::string_view path) const;

  /// Whether strangers have nothing to look for in any of them.
  bool closed_to_strangers() const;
  bool empty() const { return entries_.empty(); }

 private:
  struct Entry {
    http::Method method;
    std::vector<std::string> segments;
    std::size_t literals = 0;  ///< segments that are no parameters
    EndpointKind kind;
    Route route;
  };
  std::vector<Entry> entries_;
};

}  // namespace tenon::api::rest
