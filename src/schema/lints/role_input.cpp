#include "schema/lints/lint.hpp"
#include "schema/outcomes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::schema {
namespace {

/// Whether callers of that kind may put what they like into the field when they do `operation`.
bool may_set(const Field& field, Operation operation, CallerKind caller) {
  bool ruled = std::any_of(field.rules.begin(), field.rules.end(), [&](const Rule& rule) {
    return rule.effect == Effect::allow && rule.operations.has(operation);
  });
  if (!ruled) return true;
  return allowed_outcomes(field.rules, operation, caller).always();
}

void run(const Draft& draft, LintReport& report) {
  if (!draft.model.account || !draft.model.account->role) return;
  const Account& account = *draft.model.account;
  const Field& role = *account.role;
  if (role.read_only) return;
  CallerKind least = least_caller(draft.model);
  const auto& rules = account.resource->rules;
  bool signs_up = account.open_registration && may_set(role, Operation::create, CallerKind{});
  bool creates = allowed_outcomes(rules, Operation::create, least).yes && may_set(role, Operation::create, least);
  bool updates = !role.immutable && allowed_outcomes(rules, Operation::update, least).yes &&
                 may_set(role, Operation::update, least);
  if (!signs_up && !creates && !updates) return;
  report.on_field(role, role.span,
                  fmt::format("callers may give themselves any role when they {}", signs_up  ? "sign up"
                                                                                   : creates ? "CREATE"
                                                                                             : "UPDATE"),
                  fmt::format("add @allow(ops: [CREATE, UPDATE], when: \"auth.is('{}')\") to \"{}\"",
                              draft.model.roles.back().name, role.name));
}

}  // namespace

const Lint role_input_lint{{"role-input", "a role that callers can give themselves"}, run};

}  // namespace tenon::schema
