#pragma once
#include "sql/expression.hpp"

#include <span>
#include <string>
#include <string_view>

namespace tenon::sql {

/// How the members of a nested object travel to the database function that writes them: as a literal beside the values.
/// A member is `<kind><guard><length>:<key>`: kind is a digit of JsonKind, guard is '-', 'm' or 'o', length counts the
/// bytes of the key, which is JSON already: the quoted name and a colon. It can be read while it is written from,
/// without a table in between. A guarded member takes two arguments: its guard, then its value.
struct SpecifiedMember {
  JsonKind kind = JsonKind::text;
  bool guarded = false;
  WhenHidden hidden = WhenHidden::mask;
  std::string_view key;  ///< `"name":`
};

std::string write_specification(std::span<const JsonMember> members);

/// Takes the next member off the front of what write_specification wrote; false at the end, and for malformed text.
bool next_member(std::string_view& specification, SpecifiedMember& member);

}  // namespace tenon::sql
