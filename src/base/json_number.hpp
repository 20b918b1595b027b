#pragma once
#include <string_view>

namespace tenon::base {

/// Whether `text` is one number as RFC 8259 spells it, and nothing else.
bool is_json_number(std::string_view text);

}  // namespace tenon::base
