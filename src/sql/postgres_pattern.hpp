#pragma once
#include <expected>
#include <string>
#include <string_view>

namespace tenon::sql {

/// A valid RE2 pattern (see base/pattern.hpp) as an advanced regular expression of PostgreSQL that matches the same
/// texts under COLLATE "C"; else why there is none, as the end of a sentence: "uses …". Pure, thread-safe, linear in
/// the length of the pattern.
///
/// What means the same: literals, classes, `\d \s \w`, groups, alternatives, repetition up to 255, `^ $ \A \z \b \B`,
/// the flags i (of ASCII letters), m, s and U. What does not is refused: Unicode classes, `\C`, more repetitions.
std::expected<std::string, std::string> postgres_pattern(std::string_view pattern);

}  // namespace tenon::sql
