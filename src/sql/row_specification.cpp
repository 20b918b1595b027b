#include "sql/row_specification.hpp"

#include "base/json_writer.hpp"

#include <charconv>

namespace tenon::sql {

std::string write_specification(std::span<const JsonMember> members) {
  std::string text;
  for (const auto& member : members) {
    std::string key;
    base::append_json_string(key, member.name);
    key += ':';
    text += static_cast<char>('0' + static_cast<int>(member.kind));
    if (!member.guard)
      text += '-';
    else
      text += member.hidden == WhenHidden::mask ? 'm' : 'o';
    text += std::to_string(key.size());
    text += ':';
    text += key;
  }
  return text;
}

bool next_member(std::string_view& specification, SpecifiedMember& member) {
  if (specification.size() < 2) return false;
  const int kind = specification[0] - '0';
  if (kind < 0 || kind > static_cast<int>(JsonKind::json)) return false;
  member.kind = static_cast<JsonKind>(kind);
  member.guarded = specification[1] != '-';
  member.hidden = specification[1] == 'o' ? WhenHidden::omit : WhenHidden::mask;
  const char* const end = specification.data() + specification.size();
  std::size_t length = 0;
  const auto read = std::from_chars(specification.data() + 2, end, length);
  if (read.ec != std::errc() || read.ptr == end || *read.ptr != ':') return false;
  const char* const key = read.ptr + 1;
  if (length > static_cast<std::size_t>(end - key)) return false;
  member.key = {key, length};
  specification = {key + length, static_cast<std::size_t>(end - key) - length};
  return true;
}

}  // namespace tenon::sql
