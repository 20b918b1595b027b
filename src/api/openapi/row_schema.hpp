#pragma once
#include "api/openapi/context.hpp"

/// JSON Schemas of rows: as they come, and as they are sent.
namespace tenon::api::openapi {

/// Refers to the row of the resource in an answer. No member is required: `fields` chooses among them.
void refer_to_row(base::JsonWriter& json, Context& context, const schema::Resource& resource);

/// Refers to the body that makes, replaces or changes a row. `set_by_path` as in rest::field_input.
void refer_to_input(base::JsonWriter& json, Context& context, const schema::Resource& resource, rest::BodyUse use,
                    const schema::Field* set_by_path);

/// The members of the schema of an object with the fields that a body of this use may have, without braces around.
/// `further` are members of the client's beside them, as the password of a new account. Rows of its relations are in it
/// where `relations` says so.
enum class Relations : std::uint8_t { ids_only, nested_rows };
struct FurtherMember {
  std::string_view name;
  std::string_view schema;  ///< JSON
};
void write_input_members(base::JsonWriter& json, Context& context, const schema::Resource& resource, rest::BodyUse use,
                         const schema::Field* set_by_path, Relations relations,
                         const std::vector<FurtherMember>& further);

/// A body that would be taken, as JSON, made of what is required and then some; nothing where a value is missing.
std::optional<std::string> input_example(Context& context, const schema::Resource& resource, rest::BodyUse use,
                                         const schema::Field* set_by_path, const std::vector<FurtherMember>& further);

}  // namespace tenon::api::openapi
