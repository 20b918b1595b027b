#include "query/bulk/export.hpp"

#include <algorithm>
#include <cstdint>

namespace tenon::query::bulk {
namespace {

enum class Relations : std::uint8_t { all, required };

/// Whether the rows that `resource` points to are there before it.
bool is_ready(const schema::Resource& resource, const std::vector<const schema::Resource*>& before,
              Relations relations) {
  return std::ranges::all_of(resource.fields, [&](const auto& field) {
    if (field->kind != schema::FieldKind::to_one || field->target == &resource) return true;
    if (relations == Relations::required && !field->required) return true;
    return std::ranges::find(before, field->target) != before.end();
  });
}

/// Whether `list` is the one of the two sides of a link that is written.
bool is_written(const schema::Field& list, std::span<const schema::Resource* const> resources) {
  const auto place = [&](const schema::Resource* resource) { return std::ranges::find(resources, resource); };
  if (list.target != list.owner_type) {
    const auto other = place(list.target);
    return other == resources.end() || other < place(list.owner_type);
  }
  // Both sides in one row: the one that is declared first.
  for (const auto& field : list.owner_type->fields)
    if (field->kind == schema::FieldKind::many_to_many && field->join.table == list.join.table)
      return field.get() == &list;
  return true;
}

}  // namespace

std::vector<const schema::Resource*> import_order(const schema::Model& model) {
  std::vector<const schema::Resource*> left;
  for (const auto& resource : model.resources) left.push_back(resource.get());
  std::vector<const schema::Resource*> order;
  while (!left.empty()) {
    const auto ready = [&](Relations relations) {
      return std::ranges::find_if(left, [&](const auto* resource) { return is_ready(*resource, order, relations); });
    };
    // Where relations go in a circle, a key that may be null can wait for its row.
    auto next = ready(Relations::all);
    if (next == left.end()) next = ready(Relations::required);
    if (next == left.end()) next = left.begin();
    order.push_back(*next);
    left.erase(next);
  }
  return order;
}

ExportedFields exported_fields(const schema::Resource& resource, std::span<const schema::Resource* const> resources) {
  ExportedFields fields;
  for (const auto& field : resource.fields)
    if (field->stored()) fields.push_back(field.get());
  for (const auto& field : resource.fields)
    if (field->kind == schema::FieldKind::many_to_many && is_written(*field, resources)) fields.push_back(field.get());
  return fields;
}

}  // namespace tenon::query::bulk
