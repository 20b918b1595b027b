#include "schema/directives/handlers.hpp"
#include "schema/naming.hpp"
#include "schema/rule_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace tenon::schema {
namespace {

/// Words of the rule language that a predicate cannot be called.
bool is_taken(std::string_view name) {
  static constexpr std::array<std::string_view, 9> words{"auth",  "old",  "now", "request", "true",
                                                         "false", "null", "has", "can"};
  return std::find(words.begin(), words.end(), name) != words.end();
}

void on_resource(Draft& draft, ResourceDraft& resource, const Application& application) {
  std::string name(application.text("name"));
  const lang::Span span = application.span("name");
  if (!is_name(name) || is_taken(name)) {
    draft.faults.error("wrong-value", fmt::format("\"{}\" cannot be the name of a predicate", name), span);
    return;
  }
  if (resource.find_field(name)) {
    draft.faults.error("duplicate-name",
                       fmt::format("\"{}\" has a field \"{}\" already", resource.resource->name, name), span);
    return;
  }
  auto& defines = draft.defines[resource.resource];
  if (defines.contains(name)) {
    draft.faults.error("duplicate-name", fmt::format("\"{}\" defines \"{}\" twice", resource.resource->name, name),
                       span);
    return;
  }
  Define define;
  define.rule = parse_rule(draft, *application.find("as"));
  define.span = application.span();
  if (define.rule && is_broken(draft, *define.rule)) define.rule.reset();
  if (!define.rule) draft.broken.insert(name);
  defines.emplace(std::move(name), std::move(define));
}

}  // namespace

const DirectiveHandler define_directive{.name = "define", .phase = Phase::rule, .on_resource = on_resource};

}  // namespace tenon::schema
