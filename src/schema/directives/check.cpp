#include "schema/directives/handlers.hpp"
#include "schema/rule_text.hpp"

#include <utility>

namespace tenon::schema {
namespace {

void on_resource(Draft& draft, ResourceDraft& resource, const Application& application) {
  Check check;
  check.rule = read_rule(draft, *resource.resource, RuleUse::row_check, *application.find("rule"));
  check.message = application.text("message");
  if (check.message.empty()) check.message = "breaks a rule of its type";
  check.text = application.text("rule");
  check.span = application.span();
  if (check.rule) resource.resource->checks.push_back(std::move(check));
}

}  // namespace

const DirectiveHandler check_directive{.name = "check", .phase = Phase::rule, .on_resource = on_resource};

}  // namespace tenon::schema
