#include "api/rest/parse/entity_tags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace tenon::api::rest {
namespace {

/// etagc: visible characters but the quote, and whatever is not ASCII.
bool is_tag_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte != '"' && byte != 0x7f;
}

void skip_space(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
}

std::optional<EntityTag> take_tag(std::string_view& text) {
  EntityTag tag;
  if (text.starts_with("W/")) {
    tag.weak = true;
    text.remove_prefix(2);
  }
  if (!text.starts_with('"')) return std::nullopt;
  text.remove_prefix(1);
  const std::size_t end = text.find('"');
  if (end == std::string_view::npos) return std::nullopt;
  tag.opaque = text.substr(0, end);
  text.remove_prefix(end + 1);
  if (!std::ranges::all_of(tag.opaque, is_tag_character)) return std::nullopt;
  return tag;
}

}  // namespace

base::Result<EntityTags> parse_entity_tags(std::string_view header, std::string_view text) {
  const auto malformed = [&] {
    return base::unexpected(base::Error(base::ErrorCode::bad_request,
                                        fmt::format("{} is not \"*\" or a list of quoted entity tags", header)));
  };
  EntityTags result;
  skip_space(text);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  if (text == "*") {
    result.any = true;
    return result;
  }
  while (true) {
    skip_space(text);
    // RFC 9110 asks recipients to read past empty elements of a list.
    if (!text.starts_with(',') && !text.empty()) {
      auto tag = take_tag(text);
      if (!tag || result.tags.size() == max_entity_tags) return malformed();
      result.tags.push_back(std::move(*tag));
      skip_space(text);
    }
    if (text.empty()) break;
    if (!text.starts_with(',')) return malformed();
    text.remove_prefix(1);
  }
  if (result.tags.empty()) return malformed();
  return result;
}

bool matches_weakly(const EntityTags& tags, std::string_view opaque) {
  return tags.any || std::ranges::find(tags.tags, opaque, &EntityTag::opaque) != tags.tags.end();
}

}  // namespace tenon::api::rest
