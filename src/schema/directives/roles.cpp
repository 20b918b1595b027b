#include "schema/directives/handlers.hpp"

#include <fmt/format.h>

namespace tenon::schema {
namespace {

constexpr std::size_t most_roles = 64;

void on_enum(Draft& draft, EnumDraft& type, const Application& application) {
  if (draft.role_type) {
    draft.faults.error("repeated-directive", "only one enum can be the role graph", application.span(),
                       fmt::format("\"{}\" has @roles already", draft.role_type->name));
    return;
  }
  if (type.type->values.size() > most_roles) {
    draft.faults.error("too-many-roles", fmt::format("there can be at most {} roles", most_roles), application.span());
    return;
  }
  draft.role_type = type.type;
  for (std::size_t index = 0; index < type.type->values.size(); ++index) {
    Role& role = draft.model.roles.emplace_back();
    role.name = type.type->values[index];
    role.includes = std::uint64_t{1} << index;
  }
}

}  // namespace

const DirectiveHandler roles_directive{.name = "roles", .on_enum = on_enum};

}  // namespace tenon::schema
