#include "api/rest/parse/field_input.hpp"

#include <algorithm>

namespace tenon::api::rest {

FieldInput field_input(const schema::Field& field, BodyUse use, const schema::Field* set_by_path) {
  if (&field == set_by_path) return FieldInput::by_path;
  if (field.system || field.owner || field.read_only) return FieldInput::by_server;
  if (field.immutable && use != BodyUse::create) return FieldInput::unchanged;
  if (field.kind == schema::FieldKind::to_many) return FieldInput::own_rows;
  if (use == BodyUse::merge || !field.stored() || !field.required || field.default_value) return FieldInput::optional;
  // Whether a field with rules of its own may be sent at all depends on the caller: the engine asks for it.
  const auto operation = use == BodyUse::create ? schema::Operation::create : schema::Operation::update;
  const bool ruled =
      std::ranges::any_of(field.rules, [&](const schema::Rule& rule) { return rule.operations.has(operation); });
  return ruled ? FieldInput::optional : FieldInput::required;
}

}  // namespace tenon::api::rest
