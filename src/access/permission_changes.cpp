#include "access/permission_changes.hpp"

#include <algorithm>
#include <utility>

namespace tenon::access {
namespace {

using schema::Operation;

constexpr std::array all_operations{Operation::create, Operation::read, Operation::update, Operation::remove};

ChangeKind kind_of(const Permission& before, const Permission& after) {
  if (before.extent == Extent::nothing) return ChangeKind::gained;
  if (after.extent == Extent::nothing) return ChangeKind::lost;
  if (after.extent == Extent::always) return ChangeKind::widened;
  return before.extent == Extent::always ? ChangeKind::narrowed : ChangeKind::changed;
}

const FieldPermissions* find_field(const ResourcePermissions& resource, std::string_view name) {
  for (const auto& known : resource.fields)
    if (known.field->name == name) return &known;
  return nullptr;
}

/// The differences for one class of callers, resource by resource.
class Comparison {
 public:
  Comparison(std::string caller, std::vector<PermissionChange>& out) : caller_(std::move(caller)), out_(out) {}

  void compare(const CallerPermissions& before, const CallerPermissions& after) {
    std::vector<const ResourcePermissions*> kept;
    for (const auto& now : after.resources) {
      const auto* then = before.find(now.resource->name);
      if (!then && !now.resource->was.empty()) then = before.find(now.resource->was);
      if (then) kept.push_back(then);
      compare(then, &now);
    }
    for (const auto& then : before.resources)
      if (std::ranges::find(kept, &then) == kept.end()) compare(&then, nullptr);
  }

 private:
  void compare(const ResourcePermissions* before, const ResourcePermissions* after) {
    const auto& name = (after ? after : before)->resource->name;
    for (const auto operation : all_operations)
      add(name, {}, operation, before ? before->of(operation) : Permission{},
          after ? after->of(operation) : Permission{});
    if (!before || !after) return;
    std::vector<const FieldPermissions*> kept;
    for (const auto& now : after->fields) {
      const auto* then = find_field(*before, now.field->name);
      if (!then && !now.field->was.empty()) then = find_field(*before, now.field->was);
      if (then) kept.push_back(then);
      compare_field(*before, *after, then, &now);
    }
    for (const auto& then : before->fields)
      if (std::ranges::find(kept, &then) == kept.end()) compare_field(*before, *after, &then, nullptr);
  }

  void compare_field(const ResourcePermissions& row_before, const ResourcePermissions& row_after,
                     const FieldPermissions* before, const FieldPermissions* after) {
    const auto& resource = row_after.resource->name;
    const auto& name = (after ? after : before)->field->name;
    for (const auto operation : {Operation::create, Operation::read, Operation::update}) {
      const bool stays =
          row_before.of(operation).extent != Extent::nothing && row_after.of(operation).extent != Extent::nothing;
      if (!stays) continue;
      const auto& then = before ? before->of(operation) : Permission{};
      const auto& now = after ? after->of(operation) : Permission{};
      add(resource, name, operation, then, now);
      const bool withheld = operation == Operation::read && before && after && then == now &&
                            now.extent != Extent::always && before->otherwise != after->otherwise;
      if (!withheld || after->field->write_only) continue;
      PermissionChange change{ChangeKind::withheld, caller_, resource, name, operation, false, then, now,
                              after->otherwise};
      out_.push_back(std::move(change));
    }
  }

  void add(const std::string& resource, const std::string& field, Operation operation, const Permission& before,
           const Permission& after) {
    if (before == after) return;
    out_.push_back({kind_of(before, after), caller_, resource, field, operation, false, before, after, {}});
  }

  std::string caller_;
  std::vector<PermissionChange>& out_;
};

void compare_registration(const schema::Model& before, const schema::Model& after, std::vector<PermissionChange>& out) {
  const bool open_before = before.account && before.account->open_registration;
  const bool open_after = after.account && after.account->open_registration;
  if (open_before == open_after) return;
  PermissionChange change;
  change.kind = open_after ? ChangeKind::gained : ChangeKind::lost;
  change.caller = "anonymous";
  change.resource = (open_after ? after : before).account->resource->name;
  change.operation = Operation::create;
  change.registration = true;
  (open_after ? change.after : change.before).extent = Extent::always;
  out.push_back(std::move(change));
}

}  // namespace

std::vector<PermissionChange> permission_changes(const schema::Model& before, const schema::Model& after) {
  std::vector<PermissionChange> changes;
  compare_registration(before, after, changes);
  const auto table_before = permissions_of(before);
  const auto table_after = permissions_of(after);
  const auto find = [](const std::vector<CallerPermissions>& table, const std::string& name) {
    const auto same_name = [&](const CallerPermissions& row) { return row.caller.name == name; };
    const auto found = std::ranges::find_if(table, same_name);
    return found == table.end() ? CallerPermissions{} : *found;
  };
  for (const auto& now : table_after)
    Comparison(now.caller.name, changes).compare(find(table_before, now.caller.name), now);
  for (const auto& then : table_before)
    if (find(table_after, then.caller.name).caller.name.empty())
      Comparison(then.caller.name, changes).compare(then, {});
  return changes;
}

}  // namespace tenon::access
