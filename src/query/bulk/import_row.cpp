#include "query/bulk/import_row.hpp"

#include "base/uuid.hpp"
#include "query/write_steps.hpp"

#include <utility>

namespace tenon::query::bulk {

ImportRow complete_row(const schema::Resource& resource, RowInput input, const access::Principal& operator_now,
                       std::vector<base::ErrorDetail>& faults) {
  ImportRow row;
  for (auto& [field, value] : input.values) {
    row.given.push_back(field);
    row.values.set(*field, std::move(value));
  }
  row.links = std::move(input.links);
  for (const auto& field : resource.fields) {
    if (!field->stored() || row.values.has(*field)) continue;
    if (field.get() == resource.id)
      row.values.set(*field, field->scalar == schema::Scalar::big_int ? base::Value{} : base::Value(base::new_uuid()));
    else if (field.get() == resource.created_at || field.get() == resource.updated_at)
      row.values.set(*field, operator_now.now);
    else
      row.values.set(*field, default_of(*field, operator_now));
  }
  // A field that is already known to be wrong would only be reported twice.
  if (!faults.empty()) return row;
  check_required(resource, row.values, {}, faults);
  if (faults.empty()) check_constraints(resource, row.values, operator_now, {}, faults);
  return row;
}

}  // namespace tenon::query::bulk
