#include "api/rest/parse/selection.hpp"

#include "api/rest/parse/filter_group.hpp"
#include "api/rest/parse/names.hpp"
#include "api/rest/parse/sort.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace tenon::api::rest {
namespace {

std::int64_t page_limit(const schema::Resource& resource) {
  return std::min<std::int64_t>(max_included_rows, resource.max_page_size);
}

query::Include* find(query::Selection& selection, std::string_view relation) {
  for (query::Include& include : selection.includes)
    if (include.relation->name == relation) return &include;
  return nullptr;
}

}  // namespace

std::optional<std::int64_t> parse_count(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (text.front() == '-' || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  return count;
}

query::Selection default_selection(const schema::Resource& resource) {
  query::Selection selection;
  selection.resource = &resource;
  for (const auto& field : resource.fields)
    if (field->stored() && !field->write_only) selection.fields.push_back(field.get());
  return selection;
}

void SelectionParser::include(const Parameter& parameter) {
  for (const std::string_view path : split_at(parameter.value, ',')) {
    if (faults_.full()) return;
    include_path(parameter, path);
  }
}

void SelectionParser::include_path(const Parameter& parameter, std::string_view path) {
  query::Selection* selection = &root_;
  const auto names = split_at(path, '.');
  if (names.size() > query::limits::max_include_depth) {
    faults_.add(parameter.name, "limit",
                fmt::format("Includes nest at most {} deep", query::limits::max_include_depth));
    return;
  }
  for (const std::string_view name : names) {
    const schema::Resource& resource = *selection->resource;
    const schema::Field* relation = find_visible(resource, name);
    if (!relation) return faults_.add(parameter.name, "unknown", unknown_field(resource, name));
    if (!relation->target)
      return faults_.add(parameter.name, "type", fmt::format("\"{}\" is no relation: it cannot be included", name));
    query::Include* found = find(*selection, name);
    if (!found) {
      if (++includes_ > query::limits::max_includes) {
        if (includes_ == query::limits::max_includes + 1)
          faults_.add(parameter.name, "limit",
                      fmt::format("At most {} relations are included at once", query::limits::max_includes));
        return;
      }
      found = &selection->includes.emplace_back();
      found->relation = relation;
      found->selection = default_selection(*relation->target);
      if (relation->is_list_relation())
        found->limit = operation_.add(std::min(query::limits::default_page_size, page_limit(*relation->target)));
    }
    selection = &found->selection;
  }
}

void SelectionParser::fields(const Parameter& parameter) {
  query::Selection* selection = &root_;
  if (parameter.bracket) {
    query::Include* found = find_include(parameter);
    if (!found) return;
    selection = &found->selection;
  }
  const schema::Resource& resource = *selection->resource;
  std::vector<const schema::Field*> chosen;
  for (const std::string_view name : split_at(parameter.value, ',')) {
    if (faults_.full()) return;
    const schema::Field* field = find_visible(resource, name);
    if (!field) {
      faults_.add(parameter.name, "unknown", unknown_field(resource, name));
    } else if (!field->stored()) {
      faults_.add(parameter.name, "type", fmt::format("\"{0}\" is a list of rows: ask for it with include={0}", name));
    } else if (std::ranges::find(chosen, field) == chosen.end()) {
      chosen.push_back(field);
    }
  }
  selection->fields = std::move(chosen);
}

void SelectionParser::included_limit(const Parameter& parameter) {
  query::Include* found = find_included_list(parameter);
  if (!found) return;
  const auto limit = parse_count(parameter.value);
  const std::int64_t most = page_limit(*found->relation->target);
  if (!limit || *limit < 1 || *limit > most)
    return faults_.add(parameter.name, "range", fmt::format("must be a whole number from 1 to {}", most));
  operation_.operands[static_cast<std::size_t>(found->limit)] = *limit;
}

void SelectionParser::included_sort(const Parameter& parameter) {
  query::Include* found = find_included_list(parameter);
  if (found) found->sort = parse_sort(*found->relation->target, parameter.name, parameter.value, faults_);
}

void SelectionParser::included_filter(const Parameter& parameter, FilterParser& conditions) {
  query::Include* found = find_included_list(parameter);
  if (!found) return;
  auto filter = conditions.on(*found->relation->target, [&] {
    return parse_group(parameter.value, conditions, faults_,
                       {.parameter = parameter.name, .kind = query::Filter::Kind::all_of});
  });
  if (filter) found->filter = std::move(*filter);
}

query::Include* SelectionParser::find_include(const Parameter& parameter) {
  query::Selection* selection = &root_;
  query::Include* found = nullptr;
  for (const std::string_view name : split_at(*parameter.bracket, '.')) {
    found = find(*selection, name);
    if (!found) {
      faults_.add(parameter.name, "unknown",
                  fmt::format("\"{0}\" is not included; ask for it with include={0}",
                              std::string_view(*parameter.bracket).substr(0, 64)));
      return nullptr;
    }
    selection = &found->selection;
  }
  return found;
}

query::Include* SelectionParser::find_included_list(const Parameter& parameter) {
  query::Include* found = find_include(parameter);
  if (!found || found->relation->is_list_relation()) return found;
  faults_.add(parameter.name, "type", fmt::format("\"{}\" is one row, not a list", found->relation->name));
  return nullptr;
}

}  // namespace tenon::api::rest
