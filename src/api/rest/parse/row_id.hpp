#pragma once
#include "base/value.hpp"
#include "schema/model.hpp"

#include <optional>
#include <string_view>

namespace tenon::api::rest {

/// The id in a path, in stored form. Nothing for text that can be no id of this resource: such a row does not exist.
std::optional<base::Value> parse_row_id(const schema::Resource& resource, std::string_view text);

}  // namespace tenon::api::rest
