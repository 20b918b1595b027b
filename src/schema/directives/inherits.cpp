#include "schema/directives/handlers.hpp"
#include "schema/literal.hpp"

#include <fmt/format.h>

namespace tenon::schema {
namespace {

/// Everything that includes `role` now includes what `role` does, until nothing changes.
void close(std::vector<Role>& roles) {
  for (bool changed = true; changed;) {
    changed = false;
    for (Role& role : roles) {
      std::uint64_t includes = role.includes;
      for (std::size_t other = 0; other < roles.size(); ++other) {
        if (includes >> other & 1U) includes |= roles[other].includes;
      }
      changed = changed || includes != role.includes;
      role.includes = includes;
    }
  }
}

void on_enum_value(Draft& draft, EnumDraft& type, std::size_t value, const Application& application) {
  if (type.type != draft.role_type) {
    draft.faults.error("wrong-location", fmt::format("\"@inherits\" needs \"@roles\" on \"{}\"", type.type->name),
                       application.span());
    return;
  }
  const lang::graphql::Value& named = *application.find("role");
  int parent = named.kind == lang::graphql::ValueKind::enumeration ? draft.model.find_role(named.text) : -1;
  if (parent < 0) {
    std::vector<std::string_view> known(type.type->values.begin(), type.type->values.end());
    bool quoted = named.kind == lang::graphql::ValueKind::string && draft.model.find_role(named.text) >= 0;
    draft.faults.error(
        "unknown-role", fmt::format("{} is no role", named.text.empty() ? kind_words(named) : named.text),
        application.span("role"),
        quoted ? fmt::format("write {} without quotes", named.text) : did_you_mean_hint(named.text, known));
    return;
  }
  std::vector<Role>& roles = draft.model.roles;
  if (roles[static_cast<std::size_t>(parent)].includes >> value & 1U) {
    draft.faults.error("role-cycle",
                       parent == static_cast<int>(value)
                           ? fmt::format("{} inherits itself", named.text)
                           : fmt::format("{} and {} inherit each other", roles[value].name, named.text),
                       application.span("role"));
    return;
  }
  roles[value].includes |= std::uint64_t{1} << parent;
  close(roles);
}

}  // namespace

const DirectiveHandler inherits_directive{.name = "inherits", .on_enum_value = on_enum_value};

}  // namespace tenon::schema
