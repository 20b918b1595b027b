#include "api/rest/parse/names.hpp"

#include "api/rest/parse/parameters.hpp"
#include "base/did_you_mean.hpp"

#include <fmt/format.h>

#include <vector>

namespace tenon::api::rest {
namespace {

/// Names come from outside: a long one is cut, so that an answer is not as long as the question.
std::string_view shown(std::string_view name) {
  return name.substr(0, 64);
}

std::vector<std::string_view> visible_names(const schema::Resource& resource) {
  std::vector<std::string_view> names;
  for (const auto& field : resource.fields)
    if (!field->write_only) names.push_back(field->name);
  return names;
}

}  // namespace

const schema::Field* find_visible(const schema::Resource& resource, std::string_view name) {
  const schema::Field* field = resource.find_field(name);
  return field && !field->write_only ? field : nullptr;
}

std::string unknown_field(const schema::Resource& resource, std::string_view name) {
  const auto names = visible_names(resource);
  return fmt::format("Unknown field \"{}\" of {}.{}", shown(name), resource.path,
                     base::did_you_mean(shown(name), names));
}

std::string unknown_parameter(const schema::Resource& resource, std::string_view name) {
  auto names = visible_names(resource);
  for (const auto& reserved : reserved_parameters()) names.push_back(reserved.name);
  return fmt::format("Unknown parameter or field \"{}\" of {}.{}", shown(name), resource.path,
                     base::did_you_mean(shown(name), names));
}

std::vector<std::string_view> split_at(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

}  // namespace tenon::api::rest
