#pragma once
#include "api/openapi/context.hpp"

#include <string>

/// JSON Schemas of the values of one field.
namespace tenon::api::openapi {

/// Where a value stands, which decides its form and how exact the schema is.
enum class Place : std::uint8_t {
  answer,  ///< as the server writes it
  body,    ///< as a client may send it, with every constraint, and what holds if it is not sent
  patch,   ///< the same in a merge patch, where what is not sent stays
  filter,  ///< in a query parameter: the type without the constraints, since one may ask for what cannot be
};

inline bool is_sent(Place place) {
  return place == Place::body || place == Place::patch;
}

/// `{"type": …, …}` of the field in an answer or a body, null and lists included; a relation is its key.
void write_field(base::JsonWriter& json, Context& context, const schema::Field& field, Place place);

/// The same of one value: no null, no list, no relation spelled out. For filters and paths.
void write_value(base::JsonWriter& json, Context& context, const schema::Field& field, Place place);

/// "Text", "Int", "Role": how the type of one value is called in names of components.
std::string value_name(const schema::Field& field);

/// What a reader should know beside the schema: the schema's own description, then what JSON Schema cannot say.
std::string field_description(const schema::Field& field, Place place);

}  // namespace tenon::api::openapi
