#pragma once
#include "schema/model.hpp"

#include <string>

namespace tenon::api::describe {

/// The type of a field in a design document: "text", "Role", "list of text", "User (id)".
std::string type_words(const schema::Field& field);
/// What a value must keep, "1 to 200 characters; matches `^[a-z]+$`"; empty for nothing.
std::string constraint_words(const schema::Field& field);
/// The default as JSON, "now", "a new UUID"; empty for none.
std::string default_words(const schema::Field& field);
/// Text for a cell of a Markdown table.
std::string in_cell(std::string_view text);

}  // namespace tenon::api::describe
