#pragma once
#include "schema/lints/list.hpp"

/// The lints, one per file of this folder, named after it.
namespace tenon::schema {

struct Lint {
  LintInfo info;
  void (*run)(const Draft& draft, LintReport& report) = nullptr;
};

extern const Lint blind_write_lint;
extern const Lint masked_unique_lint;
extern const Lint no_rule_lint;
extern const Lint open_write_lint;
extern const Lint owner_input_lint;
extern const Lint redundant_allow_lint;
extern const Lint role_input_lint;
extern const Lint rule_cycle_lint;
extern const Lint tenant_gap_lint;
extern const Lint unindexed_rule_lint;
extern const Lint unreadable_target_lint;

/// "CREATE", as schemas write it.
std::string_view operation_word(Operation operation);

}  // namespace tenon::schema
