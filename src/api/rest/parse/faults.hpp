#pragma once
#include "base/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenon::api::rest {

/// Collects what is wrong with one request, so that the client hears of everything at once.
/// The first `max_listed` faults are kept; a request with more is refused just the same.
class Faults {
 public:
  static constexpr std::size_t max_listed = 100;

  /// `field` is a parameter's name as sent, or a path in the body like "0.title".
  void add(std::string field, std::string_view code, std::string message);
  void add(base::ErrorDetail detail);
  bool empty() const { return count_ == 0; }
  /// Enough is known: parsers of long input may stop.
  bool full() const { return count_ >= max_listed; }

  /// 400: something in the query string.
  base::Error bad_request() &&;
  /// 422: something in the body.
  base::Error validation() &&;

 private:
  std::vector<base::ErrorDetail> details_;
  std::size_t count_ = 0;
};

}  // namespace tenon::api::rest
