#include "sql/row_specification.hpp"

#include "base/json_writer.hpp"
#include "sql/nesting.hpp"

#include <charconv>

namespace tenon::sql {
namespace {

/// Takes a number and the character behind it.
bool take_number(std::string_view& text, int& number, char end) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || number < 0 || read.ptr == text.data() + text.size() || *read.ptr != end) return false;
  text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()) + 1);
  return true;
}

char hidden_letter(WhenHidden hidden) {
  switch (hidden) {
    case WhenHidden::mask: return 'm';
    case WhenHidden::omit: return 'o';
    case WhenHidden::null: return 'n';
  }
  return 'm';
}

WhenHidden hidden_of(char letter) {
  if (letter == 'o') return WhenHidden::omit;
  return letter == 'n' ? WhenHidden::null : WhenHidden::mask;
}

}  // namespace

ObjectArguments specify(std::span<const JsonMember> members) {
  std::vector<ExprPtr> written;
  for (const auto& member : members) {
    if (member.guard) written.push_back(member.guard);
    if (member.value) written.push_back(member.value);
  }
  ObjectArguments object;
  std::vector<std::size_t> places(written.size());
  for (const auto position : deepest_first(written)) {
    places[position] = object.arguments.size();
    object.arguments.push_back(written[position]);
  }

  std::size_t next = 0;
  for (const auto& member : members) {
    std::string key;
    if (member.kind != JsonKind::end) {
      base::append_json_string(key, member.name);
      key += ':';
    }
    auto& text = object.specification;
    text += static_cast<char>('0' + static_cast<int>(member.kind));
    if (member.guard) {
      text += hidden_letter(member.hidden);
      text += std::to_string(places[next++]) + ',';
    } else {
      text += '-';
    }
    text += std::to_string(member.value ? places[next++] : 0) + ',';
    text += std::to_string(key.size()) + ':';
    text += key;
  }
  return object;
}

bool next_member(std::string_view& specification, SpecifiedMember& member) {
  if (specification.size() < 2) return false;
  const int kind = specification[0] - '0';
  if (kind < 0 || kind > static_cast<int>(JsonKind::end)) return false;
  member.kind = static_cast<JsonKind>(kind);
  member.hidden = hidden_of(specification[1]);
  const bool guarded = specification[1] != '-';
  specification.remove_prefix(2);
  member.guard = -1;
  int length = 0;
  if (guarded && !take_number(specification, member.guard, ',')) return false;
  if (!take_number(specification, member.value, ',') || !take_number(specification, length, ':')) return false;
  if (static_cast<std::size_t>(length) > specification.size()) return false;
  member.key = specification.substr(0, static_cast<std::size_t>(length));
  specification.remove_prefix(member.key.size());
  return true;
}

}  // namespace tenon::sql
