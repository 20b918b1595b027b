#include "query/new_row.hpp"

#include "base/uuid.hpp"
#include "query/write_steps.hpp"

namespace tenon::query {

NewRow complete(const schema::Resource& resource, const RowInput& input, const base::Value& id,
                const access::Principal& principal) {
  NewRow row;
  for (const auto& [field, value] : input.values) {
    row.values.set(*field, value);
    row.sent.push_back(field);
  }
  for (const auto& link : input.links) row.sent.push_back(link.field);
  for (const auto& nested : input.nested) row.sent.push_back(nested.field);
  for (const auto& field : resource.fields) {
    if (!field->stored() || row.values.has(*field)) continue;
    if (field.get() == resource.id && !base::is_null(id))
      row.values.set(*field, id);
    else if (field.get() == resource.id)
      row.values.set(*field, field->scalar == schema::Scalar::big_int ? base::Value{} : base::Value(base::new_uuid()));
    else if (field.get() == resource.created_at || field.get() == resource.updated_at)
      row.values.set(*field, principal.now);
    else if (field->owner)
      row.values.set(*field, principal.id);
    else
      row.values.set(*field, default_of(*field, principal));
  }
  return row;
}

}  // namespace tenon::query
