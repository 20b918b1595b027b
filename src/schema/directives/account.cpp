#include "schema/directives/field_kinds.hpp"
#include "schema/directives/handlers.hpp"

#include <fmt/format.h>

#include <array>

namespace tenon::schema {
namespace {

void check_login(Draft& draft, const FieldDraft& login, const Application& application) {
  const Field& field = *login.field;
  bool text = field.kind == FieldKind::scalar && !field.list &&
              (field.scalar == Scalar::string || field.scalar == Scalar::email);
  if (text && field.required && field.unique && !field.write_only) return;
  draft.faults.error(
      "wrong-field",
      fmt::format("\"{}\" is what people sign in with: it must be a required, unique String or Email", login.path()),
      application.span("login"), fmt::format("write \"{}: Email! @unique\"", field.name));
}

bool check_role(Draft& draft, const FieldDraft& role, const Application& application) {
  const Field& field = *role.field;
  if (field.kind != FieldKind::enumeration || field.list || field.enumeration != draft.role_type) {
    draft.faults.error(
        "wrong-field",
        draft.role_type
            ? fmt::format("\"{}\" must be of the type \"{}\", which has @roles", role.path(), draft.role_type->name)
            : fmt::format("\"{}\" must be of an enum with @roles, and there is none", role.path()),
        application.span("role"));
    return false;
  }
  if (field.required && (field.default_value || role.find("default"))) return true;
  draft.faults.error("wrong-field", fmt::format("\"{}\" must be required and have a @default", role.path()),
                     application.span("role"), "so that who signs up without a role has the least one");
  return false;
}

/// What register and login take beside the type's own fields.
void check_names(Draft& draft, ResourceDraft& resource) {
  static constexpr std::array<std::string_view, 1> taken{"password"};
  for (std::string_view name : taken) {
    const FieldDraft* field = resource.find_field(name);
    if (!field) continue;
    draft.faults.error("reserved-name",
                       fmt::format("\"{}\": the password is no field of the account type", field->path()),
                       field->field->span, "leave it out: it is kept apart, hashed, and never shown");
  }
}

void on_resource(Draft& draft, ResourceDraft& resource, const Application& application) {
  if (draft.model.account) {
    draft.faults.error("repeated-directive", "only one type can be the account", application.span(),
                       fmt::format("\"{}\" is it already", draft.model.account->resource->name));
    return;
  }
  check_names(draft, resource);
  Account account;
  account.resource = resource.resource;
  account.open_registration = application.text("registration") == "OPEN";
  if (FieldDraft* login = named_field(draft, resource, application, "login")) {
    check_login(draft, *login, application);
    account.login = login->field;
  }
  if (application.given("role")) {
    FieldDraft* role = named_field(draft, resource, application, "role");
    if (role && check_role(draft, *role, application)) account.role = role->field;
  }
  draft.model.account = account;
}

}  // namespace

const DirectiveHandler account_directive{.name = "account", .on_resource = on_resource};

}  // namespace tenon::schema
