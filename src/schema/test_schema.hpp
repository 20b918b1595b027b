#pragma once
#include "schema/load.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

/// What tests of this module share: loading a text and saying what came of it.
namespace tenon::schema {

/// "12:9 error unknown-type: there is no type "Strin" = did you mean "String"?"
inline std::string describe(const lang::Diagnostic& each) {
  std::string text;
  if (each.span.source) {
    lang::LineColumn at = lang::line_column(*each.span.source, each.span.offset);
    text = std::to_string(at.line) + ":" + std::to_string(at.column) + " ";
  }
  text += each.severity == lang::Severity::error     ? "error "
          : each.severity == lang::Severity::warning ? "warning "
                                                     : "note ";
  text += each.code + ": " + each.message;
  if (!each.hint.empty()) text += " = " + each.hint;
  return text;
}

inline std::vector<std::string> describe(const std::vector<lang::Diagnostic>& diagnostics) {
  std::vector<std::string> texts;
  for (const lang::Diagnostic& each : diagnostics) texts.push_back(describe(each));
  return texts;
}

/// The Model of a text that must be right; the test fails with the diagnostics otherwise.
inline ModelPtr must_load(std::string_view text, Lints lints = Lints::judge) {
  LoadResult result = load_text(text, lints);
  for (const std::string& each : describe(result.diagnostics)) {
    if (!result.model) ADD_FAILURE() << each;
  }
  return result.model;
}

/// An account type and roles, one line each, for schemas that are about something else.
inline constexpr std::string_view users = R"graphql(
enum Role @roles { user admin @inherits(role: user) }
type User @resource @account(login: "email", role: "role", registration: OPEN) @allow(ops: [READ], when: "auth.id != null") @allow(ops: [UPDATE], when: "id == auth.id") { email: Email! @unique role: Role! @default(value: user) @allow(ops: [CREATE, UPDATE], when: "auth.is('admin')")
}
)graphql";

}  // namespace tenon::schema
