#pragma once
#include <string>
#include <string_view>

namespace tenon::api::graphql {

/// Whether a text survives being written as a block string: those drop leading and trailing empty lines and common
/// indentation, and hold no control characters.
bool is_printable_as_block_string(std::string_view text);

/// `"""text"""`, over several lines where that reads better; as graphql-js does it.
std::string print_block_string(std::string_view text);

}  // namespace tenon::api::graphql
