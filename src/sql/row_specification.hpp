#pragma once
#include "sql/expression.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::sql {

/// How the members of a nested object travel to the database function that writes them: as a literal behind the values.
/// A member is `<kind><guard><argument>,<length>:<key>`: kind is a digit of JsonKind, guard is '-', 'm', 'o' or 'n',
/// argument says which of the function's arguments is the value (`begin` and `end` have none: 0), length counts the
/// bytes of the key, which is JSON already: the quoted name and a colon (`end` has none). A guarded member has two
/// numbers of arguments: `<guard>,<value>,`. It can be read while it is written from, without a table in between.
struct SpecifiedMember {
  JsonKind kind = JsonKind::text;
  WhenHidden hidden = WhenHidden::mask;
  int guard = -1;        ///< argument, -1 if always visible
  int value = 0;         ///< argument
  std::string_view key;  ///< `"name":`
};

/// Where a specification stands before records (PostgreSQL): these are no objects.
///
///     ROW('=', array of records)     each of them is a ROW('…', …) again: as a JSON array; a null array is empty
///     ROW('<', array of records)     the same, last first
///     ROW('c0:si', ROW(keys))        behind the c a specification for db::write_cursor_keys of the keys
inline constexpr std::string_view page_specification = "=";
inline constexpr std::string_view reversed_page_specification = "<";
inline constexpr char cursor_specification = 'c';

/// What the writer of SQL needs for one object: the arguments in the order in which they are written.
struct ObjectArguments {
  std::vector<ExprPtr> arguments;
  std::string specification;
};
ObjectArguments specify(std::span<const JsonMember> members);

/// Takes the next member off the front of a specification; false at the end, and for malformed text.
bool next_member(std::string_view& specification, SpecifiedMember& member);

}  // namespace tenon::sql
