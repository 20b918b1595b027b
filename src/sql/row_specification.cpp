#include "sql/row_specification.hpp"

namespace tenon::sql {

std::string write_specification(const std::vector<JsonMember>& members) {
  std::string text;
  for (const auto& member : members) {
    text += static_cast<char>('0' + static_cast<int>(member.kind));
    if (!member.guard)
      text += '-';
    else
      text += member.hidden == WhenHidden::mask ? 'm' : 'o';
    text += member.name;
    text += '\n';
  }
  return text;
}

std::vector<SpecifiedMember> read_specification(std::string_view text) {
  std::vector<SpecifiedMember> members;
  while (text.size() > 2) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos || end < 2) break;
    SpecifiedMember member;
    member.kind = static_cast<JsonKind>(text[0] - '0');
    member.guarded = text[1] != '-';
    member.hidden = text[1] == 'o' ? WhenHidden::omit : WhenHidden::mask;
    member.name = text.substr(2, end - 2);
    members.push_back(std::move(member));
    text.remove_prefix(end + 1);
  }
  return members;
}

}  // namespace tenon::sql
