#pragma once
#include "schema/model.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenon::api::rest {

/// The field of that name a query may speak of; null for unknown and for write-only ones, which are not told apart.
const schema::Field* find_visible(const schema::Resource& resource, std::string_view name);

/// `Unknown field "titel" of posts. Did you mean "title"?`
std::string unknown_field(const schema::Resource& resource, std::string_view name);
/// The same at the beginning of a parameter's name, where `sort` and its kind may be meant too.
std::string unknown_parameter(const schema::Resource& resource, std::string_view name);

/// "a.b.c" at the dots; empty parts stay.
std::vector<std::string_view> split_at(std::string_view text, char separator);

}  // namespace tenon::api::rest
