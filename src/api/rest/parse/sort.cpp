#include "api/rest/parse/sort.hpp"

#include "api/rest/parse/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::api::rest {
bool is_sortable(const schema::Field& field) {
  if (!field.stored() || field.list) return false;
  return field.kind != schema::FieldKind::scalar ||
         (field.scalar != schema::Scalar::json && field.scalar != schema::Scalar::bytes);
}

std::vector<query::SortKey> parse_sort(const schema::Resource& resource, std::string_view parameter,
                                       std::string_view text, Faults& faults) {
  const std::string filed_under(parameter);
  std::vector<query::SortKey> keys;
  const auto names = split_at(text, ',');
  if (names.size() > query::limits::max_sort_keys) {
    faults.add(filed_under, "limit", fmt::format("At most {} sort keys", query::limits::max_sort_keys));
    return keys;
  }
  for (std::string_view name : names) {
    const bool descending = name.starts_with('-');
    if (descending) name.remove_prefix(1);
    const schema::Field* field = find_visible(resource, name);
    if (!field) {
      faults.add(filed_under, "unknown", unknown_field(resource, name));
    } else if (!is_sortable(*field)) {
      faults.add(filed_under, "type", fmt::format("\"{}\" has no order to sort by", name));
    } else if (std::ranges::find(keys, field, &query::SortKey::field) != keys.end()) {
      faults.add(filed_under, "duplicate", fmt::format("\"{}\" is named twice", name));
    } else {
      keys.push_back({field, descending});
    }
  }
  return keys;
}

}  // namespace tenon::api::rest
