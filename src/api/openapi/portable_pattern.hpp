#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace tenon::api::openapi {

/// Whether a regular expression in RE2's syntax means the same in ECMA-262's, which JSON Schema uses. Careful: no for
/// whatever only looks alike (flags, \A, \z, [[:alpha:]], named groups, Unicode classes).
bool is_portable(std::string_view pattern);

/// A short text that matches, for an example; nothing where the expression is beyond what is tried. The caller checks
/// it: this is a guess.
std::optional<std::string> text_matching(std::string_view pattern);

}  // namespace tenon::api::openapi
