#pragma once
#include "lang/graphql/token.hpp"

#include <cstdint>
#include <string_view>

namespace tenon::lang::graphql {

/// Reads the string or block string whose first quote stands at `start`: a `string` or `block_string` token with the
/// decoded value and where each byte of it stood, or a `fault`.
Token read_string_literal(std::string_view text, std::uint32_t start);

}  // namespace tenon::lang::graphql
