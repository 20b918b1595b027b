#include "access/permission_changes.hpp"

#include <algorithm>

namespace tenon::access {
namespace {

/// Changes that differ only in who and in what they do.
struct Group {
  const PermissionChange* example;
  std::vector<std::string> callers;
  std::vector<std::string> verbs;
};

bool alike(const PermissionChange& left, const PermissionChange& right) {
  return left.kind == right.kind && left.resource == right.resource && left.field == right.field &&
         left.registration == right.registration && left.before == right.before && left.after == right.after &&
         left.otherwise == right.otherwise;
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  return text;
}

std::vector<Group> grouped(const std::vector<PermissionChange>& changes) {
  std::vector<Group> by_caller;
  for (const auto& change : changes) {
    const auto found = std::ranges::find_if(by_caller, [&](const Group& group) {
      return alike(*group.example, change) && group.example->operation == change.operation;
    });
    if (found == by_caller.end())
      by_caller.push_back({&change, {change.caller}, {std::string(verb(change.operation))}});
    else
      found->callers.push_back(change.caller);
  }
  std::vector<Group> groups;
  for (auto& next : by_caller) {
    const auto found = std::ranges::find_if(groups, [&](const Group& group) {
      return alike(*group.example, *next.example) && group.callers == next.callers;
    });
    if (found == groups.end())
      groups.push_back(std::move(next));
    else
      found->verbs.push_back(next.verbs.front());
  }
  return groups;
}

std::string where(const Permission& permission) {
  return permission.extent == Extent::sometimes ? " where " + permission.condition : "";
}

std::string sentence(const Group& group) {
  const auto& change = *group.example;
  const auto what = change.field.empty() ? change.resource : change.resource + "." + change.field;
  if (change.registration)
    return std::string("strangers may ") + (change.kind == ChangeKind::gained ? "now" : "no longer") + " register as " +
           what;
  const auto callers = listed(group.callers);
  const auto doing = listed(group.verbs) + " " + what;
  switch (change.kind) {
    case ChangeKind::gained: return callers + " may now " + doing + where(change.after);
    case ChangeKind::lost: return callers + " may no longer " + doing + where(change.before);
    case ChangeKind::widened: return callers + " may now always " + doing + "; before only" + where(change.before);
    case ChangeKind::narrowed: return callers + " may now " + doing + " only" + where(change.after) + "; before always";
    case ChangeKind::changed:
      if (change.before.condition == change.after.condition)
        return callers + " may " + doing + where(change.after) +
               ", by another rule than before: " + change.before.structure + " became " + change.after.structure;
      return callers + " may now " + doing + where(change.after) + "; before" + where(change.before);
    case ChangeKind::withheld:
      return what + " is now " + (change.otherwise == schema::Otherwise::omit ? "left out" : "null") + " where " +
             callers + " may not read it; before it was " +
             (change.otherwise == schema::Otherwise::omit ? "null" : "left out");
  }
  return {};
}

}  // namespace

std::vector<std::string> to_english(const std::vector<PermissionChange>& changes) {
  std::vector<std::string> sentences;
  for (const auto& group : grouped(changes)) sentences.push_back(sentence(group));
  return sentences;
}

}  // namespace tenon::access
