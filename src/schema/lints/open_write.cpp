#include "schema/lints/lint.hpp"
#include "schema/public_routes.hpp"

#include <fmt/format.h>

namespace tenon::schema {
namespace {

void run(const Draft& draft, LintReport& report) {
  for (const PublicRoute& route : public_routes(draft.model)) {
    if (route.registration || route.operation == Operation::read) continue;
    report.on_resource(*route.resource, route.span,
                       fmt::format("anybody, signed in or not, may {} any \"{}\"", operation_word(route.operation),
                                   route.resource->name),
                       "say who may: when: \"auth.id != null\", or narrower");
  }
}

}  // namespace

const Lint open_write_lint{{"open-write", "a write open to anyone, signed in or not"}, run};

}  // namespace tenon::schema
