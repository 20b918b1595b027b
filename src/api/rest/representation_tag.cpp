#include "api/rest/representation_tag.hpp"

#include "api/rest/parse/entity_tags.hpp"
#include "base/digest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::api::rest {
namespace {

bool depends_on_caller(const schema::Field* field) {
  return std::ranges::any_of(field->rules,
                             [](const schema::Rule& rule) { return rule.operations.has(schema::Operation::read); });
}

}  // namespace

std::string representation_tag(std::string_view version, const query::Selection& selection, std::string_view data) {
  if (std::ranges::none_of(selection.fields, depends_on_caller)) return std::string(version);
  return fmt::format("{}:{:016x}", version, base::fast_hash(data));
}

base::Result<bool> client_has(const http::Request& request, std::string_view tag) {
  if (!request.has_header("if-none-match")) return false;
  TENON_TRY(tags, parse_entity_tags("If-None-Match", request.header("if-none-match")));
  return matches_weakly(tags, tag);
}

base::Result<std::vector<std::string>> wanted_versions(const http::Request& request) {
  if (!request.has_header("if-match")) return std::vector<std::string>();
  return versions_of(request.header("if-match"));
}

base::Result<std::vector<std::string>> versions_of(std::string_view if_match) {
  std::vector<std::string> versions;
  TENON_TRY(tags, parse_entity_tags("If-Match", if_match));
  if (tags.any) versions.emplace_back("*");
  for (const EntityTag& tag : tags.tags) {
    const std::string_view version = std::string_view(tag.opaque).substr(0, tag.opaque.find(':'));
    // To the engine a bare star means "any", which a quoted one does not.
    const bool never_matches = tag.weak || version == "*";
    versions.push_back(never_matches ? "W/" + tag.opaque : std::string(version));
  }
  return versions;
}

}  // namespace tenon::api::rest
