#pragma once
#include "api/rest/parse/body.hpp"
#include "schema/model.hpp"

/// Which fields a body may name: what the parser goes by and documents are written from.
namespace tenon::api::rest {

enum class FieldInput : std::uint8_t {
  optional,   ///< may be sent
  required,   ///< must be sent
  by_server,  ///< refused: the server sets it
  by_path,    ///< refused: the path of the request sets it
  unchanged,  ///< refused: it cannot change once the row is there
  own_rows,   ///< refused: a list of rows that are written by themselves
};

/// `set_by_path`: the field that the path of a nested form sets, or null.
FieldInput field_input(const schema::Field& field, BodyUse use, const schema::Field* set_by_path);

inline bool may_be_sent(FieldInput input) {
  return input == FieldInput::optional || input == FieldInput::required;
}

}  // namespace tenon::api::rest
