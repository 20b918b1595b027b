#pragma once
#include "sql/expression.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenon::sql {

/// How the members of a nested object travel to the function that writes them: as a literal beside the values.
/// One member is `<kind><guard><name>` and ends with '\n'; kind is a digit of JsonKind, guard is '-', 'm' or 'o'.
/// A guarded member takes two arguments: the guard, then the value.
struct SpecifiedMember {
  std::string name;
  JsonKind kind = JsonKind::text;
  bool guarded = false;
  WhenHidden hidden = WhenHidden::mask;
};

std::string write_specification(const std::vector<JsonMember>& members);
/// Reads what write_specification wrote; malformed text gives what was read so far.
std::vector<SpecifiedMember> read_specification(std::string_view text);

}  // namespace tenon::sql
