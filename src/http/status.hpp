#pragma once
#include <string_view>

namespace tenon::http {

/// "Not Found" of 404; empty for a status that is not registered.
std::string_view reason_phrase(int status);
/// Whether an answer of this status has no content by definition: 1xx, 204, 304.
constexpr bool is_bodiless(int status) {
  return status < 200 || status == 204 || status == 304;
}

}  // namespace tenon::http
