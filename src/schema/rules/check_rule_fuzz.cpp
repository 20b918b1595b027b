#include "schema/expression_text.hpp"
#include "schema/rules/rule_fixture.hpp"

#include <cstdlib>

using namespace tenon;

/// Any rule is either checked or refused with a fault; the first byte chooses where it stands.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const schema::RuleFixture fixture;
  if (size == 0) return 0;
  const auto use = static_cast<schema::RuleUse>(data[0] % 5);
  const auto rule = schema::RuleFixture::parse({reinterpret_cast<const char*>(data + 1), size - 1});
  if (!rule) return 0;
  std::vector<lang::Diagnostic> faults;
  if (use == schema::RuleUse::tenant_equals) {
    check_tenant(fixture.scope(use), *fixture.find("Task", "project"), **rule, faults);
    return 0;
  }
  const schema::ExpressionPtr checked = check_rule(fixture.scope(use), **rule, faults);
  if (checked && (!faults.empty() || checked->type != schema::Type::boolean)) std::abort();
  if (checked && schema::to_text(*checked).empty()) std::abort();
  for (const lang::Diagnostic& fault : faults) {
    if (fault.message.empty() || lang::print(fault, lang::Colour::off).empty()) std::abort();
  }
  return 0;
}
