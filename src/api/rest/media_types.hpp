#pragma once
#include "api/rest/parse/body.hpp"

#include <array>
#include <span>
#include <string_view>

namespace tenon::api::rest {

/// The media types that a body of this use may have, the usual one first.
inline std::span<const std::string_view> body_types(BodyUse use) {
  static constexpr std::array<std::string_view, 1> json{"application/json"};
  static constexpr std::array<std::string_view, 2> patch{"application/merge-patch+json", "application/json"};
  switch (use) {
    case BodyUse::create:
    case BodyUse::replace: return json;
    case BodyUse::merge: return patch;
  }
  return json;
}

}  // namespace tenon::api::rest
