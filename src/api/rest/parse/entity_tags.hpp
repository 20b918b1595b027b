#pragma once
#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenon::api::rest {

/// One entity tag of If-Match or If-None-Match (RFC 9110, 8.8.3).
struct EntityTag {
  std::string opaque;  ///< between the quotes
  bool weak = false;   ///< W/"…"
  bool operator==(const EntityTag&) const = default;
};

/// A whole header: `*`, or tags.
struct EntityTags {
  bool any = false;
  std::vector<EntityTag> tags;
};

inline constexpr std::size_t max_entity_tags = 50;

/// 400 for what is no list of entity tags; `header` is its name for the message.
base::Result<EntityTags> parse_entity_tags(std::string_view header, std::string_view text);

/// If-None-Match: whether the client has this representation already. Weak and strong tags compare alike.
bool matches_weakly(const EntityTags& tags, std::string_view opaque);

}  // namespace tenon::api::rest
