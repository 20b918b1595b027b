#pragma once
#include "base/error.hpp"
#include "base/json.hpp"
#include "base/value.hpp"
#include "schema/model.hpp"

#include <cstddef>
#include <expected>
#include <string_view>

/// From the wire to stored values (base/value.hpp). Pure, thread-safe.
namespace tenon::schema {

/// Reads one JSON value for a stored field and checks every constraint of the field: null, type, length, range,
/// pattern, format, enum membership, elements of lists. A to-one relation takes the key of its target.
///
/// The fault's field is the field's name, or "tags.2" for an element of a list. Its codes: required (null where there
/// must be a value), type, enum, length, range, pattern, format. What it does not judge: whether the field may be
/// written at all, uniqueness, foreign keys, @check.
std::expected<base::Value, base::ErrorDetail> check_input(const Field& field, const base::Json& json);

/// Reads text from a query parameter as one value of the field's type; for a list field, of its elements' type. Types
/// are checked, constraints are not: one may ask for what cannot be. Codes: type, enum, format.
std::expected<base::Value, base::ErrorDetail> check_text(const Field& field, std::string_view text);

namespace limits {
inline constexpr std::size_t max_json_bytes = 64 * 1024;  ///< of a JSON field, as compact text
inline constexpr std::size_t max_list_elements = 1000;    ///< of a list field, where @length says nothing
}  // namespace limits

}  // namespace tenon::schema
