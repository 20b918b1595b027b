#include "access/permissions.hpp"

#include "access/english.hpp"
#include "access/simplify.hpp"
#include "schema/expression_text.hpp"

#include <algorithm>
#include <utility>

namespace tenon::access {
namespace {

using schema::Expression;
using schema::ExpressionKind;
using schema::ExpressionPtr;
using schema::Field;
using schema::Operation;

constexpr std::array all_operations{Operation::create, Operation::read, Operation::update, Operation::remove};

/// A required relation always leads to a row: `related` over it says nothing by itself.
ExpressionPtr without_certain_hops(const ExpressionPtr& rule) {
  Expression copy = *rule;
  for (auto& child : copy.children) child = without_certain_hops(child);
  const bool certain = copy.kind == ExpressionKind::related && copy.field->required;
  if (certain && copy.children[0]->kind == ExpressionKind::literal) return copy.children[0];
  return simplify(std::move(copy));
}

Permission permission(const ExpressionPtr& rule, const schema::Model& model) {
  const auto plain = fold_unknown(without_certain_hops(rule));
  if (is_literal_true(*plain)) return {Extent::always, {}, {}};
  if (is_literal_false(*plain)) return {};
  return {Extent::sometimes, to_english(*plain, model), schema::to_text(*plain)};
}

/// What the row must be like once changed, where that is more than what it had to be before; empty otherwise.
/// Each allow has its own: with several the text says which goes with which.
void add_aftermath(Permission& update, const schema::Resource& resource, const schema::Model& model,
                   CallerClass caller) {
  const auto allows = update_allows(resource, model, caller);
  const bool written = std::ranges::any_of(resource.rules, [](const schema::Rule& rule) {
    return rule.effect == schema::Effect::allow && rule.operations.has(Operation::update) && rule.check;
  });
  std::string text;
  std::string structure;
  for (const auto& allow : allows) {
    const auto when = permission(allow.when, model);
    const auto check = permission(allow.check, model);
    structure += "; " + schema::to_text(*allow.when) + " => " + schema::to_text(*allow.check);
    if (check.extent == Extent::always) continue;
    if (!text.empty()) text += "; ";
    if (allows.size() > 1 && when.extent == Extent::sometimes) text += "where " + when.condition + ": ";
    text += check.condition;
  }
  update.structure += structure;
  // Whoever wrote no check is held to the same condition before and after.
  if (!written || text.empty()) return;
  if (update.extent == Extent::always) update.condition = "always";
  update.extent = Extent::sometimes;
  update.condition += "; and of the row as changed: " + text;
}

Permission both(const Permission& before, const Permission& after) {
  if (before.extent == Extent::nothing || after.extent == Extent::always) return before;
  if (after.extent == Extent::nothing) return after;
  const auto said = "of the row as changed: " + after.condition;
  return {Extent::sometimes, before.extent == Extent::always ? said : before.condition + "; and " + said,
          before.structure + " => " + after.structure};
}

FieldPermissions field_permissions(const Field& field, const schema::Model& model, CallerClass caller) {
  FieldPermissions made;
  made.field = &field;
  made.otherwise = field_otherwise(field);
  const auto rule = [&](Operation operation) { return permission(field_rule(field, operation, model, caller), model); };
  if (!field.write_only) made.read = rule(Operation::read);
  const bool sent = !field.system && !field.owner && !field.read_only && field.kind != schema::FieldKind::to_many;
  if (!sent) return made;
  made.create = rule(Operation::create);
  if (!field.immutable)
    made.update = both(rule(Operation::update), permission(field_update_check(field, model, caller), model));
  return made;
}

ResourcePermissions resource_permissions(const schema::Resource& resource, const schema::Model& model,
                                         CallerClass caller) {
  ResourcePermissions made;
  made.resource = &resource;
  for (const auto operation : all_operations) {
    auto& allowed = made.operations[static_cast<std::size_t>(operation)];
    allowed = permission(row_rule(resource, operation, model, caller), model);
    if (operation == Operation::update && allowed.extent != Extent::nothing) {
      // Nobody can make a change that no check lets stand.
      if (update_allows(resource, model, caller).empty())
        allowed = {};
      else
        add_aftermath(allowed, resource, model, caller);
    }
  }
  for (const auto& field : resource.fields) made.fields.push_back(field_permissions(*field, model, caller));
  return made;
}

/// Whether somebody can be signed in and have none of the roles.
bool role_may_be_missing(const schema::Model& model) {
  return model.roles.empty() || (model.account && !model.account->role);
}

}  // namespace

std::string_view verb(Operation operation) {
  switch (operation) {
    case Operation::create: return "create";
    case Operation::read: return "read";
    case Operation::update: return "change";
    case Operation::remove: return "delete";
  }
  return {};
}

const Permission& FieldPermissions::of(Operation operation) const {
  static const Permission none;
  switch (operation) {
    case Operation::create: return create;
    case Operation::read: return read;
    case Operation::update: return update;
    case Operation::remove: return none;
  }
  return none;
}

const ResourcePermissions* CallerPermissions::find(std::string_view resource) const {
  for (const auto& known : resources)
    if (known.resource->name == resource) return &known;
  return nullptr;
}

std::vector<NamedCaller> caller_classes(const schema::Model& model) {
  std::vector<NamedCaller> callers{{"anonymous", {}}};
  if (role_may_be_missing(model)) callers.push_back({"signed in", {.roles = 0, .anonymous = false}});
  for (const auto& role : model.roles) callers.push_back({role.name, {.roles = role.includes, .anonymous = false}});
  return callers;
}

CallerPermissions permissions_of(const schema::Model& model, NamedCaller caller) {
  CallerPermissions made;
  made.caller = std::move(caller);
  for (const auto& resource : model.resources)
    made.resources.push_back(resource_permissions(*resource, model, made.caller.caller));
  return made;
}

std::vector<CallerPermissions> permissions_of(const schema::Model& model) {
  std::vector<CallerPermissions> table;
  for (auto& caller : caller_classes(model)) table.push_back(permissions_of(model, std::move(caller)));
  return table;
}

}  // namespace tenon::access
