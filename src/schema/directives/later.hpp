#pragma once
#include <string_view>

namespace tenon::schema {

/// Directives that are known and checked, and refused until a later version brings them.
bool comes_later(std::string_view directive);

}  // namespace tenon::schema
