#pragma once
#include "base/json.hpp"
#include "base/value.hpp"
#include "schema/model.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace tenon::schema {

/// What is wrong with a value: a stable word and a sentence that continues the field's name.
struct InputFault {
  std::string_view code;
  std::string message;
};

/// One scalar from JSON to stored form. Codes: type, format.
std::expected<base::Value, InputFault> read_scalar(Scalar scalar, const base::Json& json);

/// One scalar from the text of a query parameter: numbers and booleans are not quoted there, JSON is.
std::expected<base::Value, InputFault> read_scalar_text(Scalar scalar, std::string_view text);

/// The JSON that a stored scalar has on the wire; to be put into lists.
base::Json scalar_to_json(Scalar scalar, const base::Value& value);

}  // namespace tenon::schema
