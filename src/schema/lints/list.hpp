#pragma once
#include "lang/source.hpp"
#include "schema/draft.hpp"
#include "schema/load.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tenon::schema {

enum class Waivable : std::uint8_t { no, yes };

/// What people are told about a lint; reference pages are made from it.
struct LintInfo {
  std::string_view name;     ///< "open-write"
  std::string_view catches;  ///< half a sentence
  lang::Severity severity = lang::Severity::error;
  Waivable waivable = Waivable::yes;
};

/// All lints, in the order of the reference page.
std::span<const LintInfo> lint_table();
/// Null if there is none of that name.
const LintInfo* find_lint(std::string_view name);

/// Judges the complete Model. Findings become faults, or notes where they are waived; waivers of nothing are warnings.
void run_lints(Draft& draft, Lints lints);

/// Where one lint says what it found.
class LintReport {
 public:
  LintReport(Draft& draft, const LintInfo& lint) : draft_(draft), lint_(lint) {}

  /// About a type as a whole, or one of its rules.
  void on_resource(const Resource& resource, lang::Span span, std::string message, std::string hint);
  void on_field(const Field& field, lang::Span span, std::string message, std::string hint);
  void on_operation(const OperationDraft& operation, lang::Span span, std::string message, std::string hint);

 private:
  void add(const Waiver& place, lang::Span span, std::string message, std::string hint);

  Draft& draft_;
  const LintInfo& lint_;
};

}  // namespace tenon::schema
