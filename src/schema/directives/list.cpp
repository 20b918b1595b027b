#include "schema/directives/list.hpp"

#include "schema/directives/handlers.hpp"
#include "schema/directives/later.hpp"

#include <fmt/format.h>

#include <array>

namespace tenon::schema {
namespace {

/// Where order matters the reason stands beside.
const std::array handlers{
    resource_directive,   was_directive,
    relation_directive,  // before linking, which reads it
    roles_directive,
    inherits_directive,  // after @roles: it adds to the graph
    unique_directive,     index_directive,     length_directive,     range_directive,      pattern_directive,
    format_directive,     immutable_directive, write_only_directive, deprecated_directive,
    default_directive,    // after the constraints, which the value must satisfy
    read_only_directive,  // after @default: who else would give the value
    account_directive,    // after @unique, @roles and @default, which it asks of its fields
    owner_directive,      // after @account: an owner is an account
    search_directive,     waive_directive,
    rate_limit_directive,  // after @roles
    define_directive,      // before all rules, which may use it
    tenant_directive,     allow_directive,     deny_directive,       public_directive,     check_directive,
};

const DirectiveHandler* find_handler(std::string_view name) {
  for (const DirectiveHandler& handler : handlers) {
    if (handler.name == name) return &handler;
  }
  return nullptr;
}

/// Calls `visit` for each valid application of that directive.
template <typename Visit>
void each_valid(const std::vector<Application>& applications, std::string_view name, Visit visit) {
  for (const Application& application : applications) {
    if (application.valid && application.name() == name) visit(application);
  }
}

void apply(Draft& draft, const DirectiveHandler& handler) {
  for (const auto& type : draft.enums) {
    if (handler.on_enum) {
      each_valid(type->applications, handler.name, [&](const Application& it) { handler.on_enum(draft, *type, it); });
    }
    for (std::size_t value = 0; handler.on_enum_value && value < type->value_applications.size(); ++value) {
      each_valid(type->value_applications[value], handler.name,
                 [&](const Application& it) { handler.on_enum_value(draft, *type, value, it); });
    }
  }
  for (const auto& resource : draft.resources) {
    if (handler.on_resource) {
      each_valid(resource->applications, handler.name,
                 [&](const Application& it) { handler.on_resource(draft, *resource, it); });
    }
    for (FieldDraft& field : resource->fields) {
      if (!handler.on_field) break;
      each_valid(field.applications, handler.name, [&](const Application& it) { handler.on_field(draft, field, it); });
    }
  }
  for (const auto& operation : draft.operations) {
    if (!handler.on_operation) break;
    each_valid(operation->applications, handler.name,
               [&](const Application& it) { handler.on_operation(draft, *operation, it); });
  }
}

/// `member` is the function of the handler for that kind of place.
template <typename Function>
void refuse_in(Draft& draft, const std::vector<Application>& applications, Function DirectiveHandler::* member,
               std::string_view where) {
  for (const Application& application : applications) {
    if (comes_later(application.name())) {
      draft.faults.not_supported_yet(fmt::format("\"@{}\"", application.name()), application.span());
      continue;
    }
    const DirectiveHandler* handler = find_handler(application.name());
    if (handler && handler->*member) continue;
    draft.faults.error("wrong-location", fmt::format("\"@{}\" means nothing on {}", application.name(), where),
                       application.span());
  }
}

}  // namespace

std::span<const DirectiveHandler> directive_handlers() {
  return handlers;
}

void apply_directives(Draft& draft, Phase phase) {
  for (const DirectiveHandler& handler : handlers) {
    if (handler.phase == phase) apply(draft, handler);
  }
}

void refuse_misplaced(Draft& draft) {
  for (const auto& type : draft.enums) {
    refuse_in(draft, type->applications, &DirectiveHandler::on_enum, "an enum");
    for (const auto& value : type->value_applications) {
      refuse_in(draft, value, &DirectiveHandler::on_enum_value, "an enum value");
    }
  }
  for (const auto& resource : draft.resources) {
    refuse_in(draft, resource->applications, &DirectiveHandler::on_resource, "a resource");
    for (const FieldDraft& field : resource->fields) {
      refuse_in(draft, field.applications, &DirectiveHandler::on_field, "a field of a resource");
    }
  }
  for (const auto& operation : draft.operations) {
    refuse_in(draft, operation->applications, &DirectiveHandler::on_operation, "an operation");
  }
}

}  // namespace tenon::schema
