#include "schema/lints/list.hpp"

#include "schema/lints/lint.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace tenon::schema {
namespace {

std::span<const Lint> all_lints() {
  static const std::vector<Lint> lints{
      no_rule_lint,    open_write_lint,      blind_write_lint,       owner_input_lint,
      role_input_lint, unindexed_rule_lint,  unreadable_target_lint, masked_unique_lint,
      rule_cycle_lint, redundant_allow_lint, tenant_gap_lint,
  };
  return lints;
}

bool covers(const Waiver& waiver, const Waiver& place) {
  if (waiver.operation || place.operation) return waiver.operation == place.operation;
  return waiver.resource == place.resource && (!waiver.field || waiver.field == place.field);
}

}  // namespace

std::span<const LintInfo> lint_table() {
  static const std::vector<LintInfo> table = [] {
    std::vector<LintInfo> infos;
    for (const Lint& lint : all_lints()) infos.push_back(lint.info);
    return infos;
  }();
  return table;
}

const LintInfo* find_lint(std::string_view name) {
  for (const LintInfo& info : lint_table()) {
    if (info.name == name) return &info;
  }
  return nullptr;
}

std::string_view operation_word(Operation operation) {
  switch (operation) {
    case Operation::create: return "CREATE";
    case Operation::read: return "READ";
    case Operation::update: return "UPDATE";
    case Operation::remove: return "DELETE";
  }
  return "";
}

void run_lints(Draft& draft, Lints lints) {
  for (const Lint& lint : all_lints()) {
    if (lints == Lints::skip && lint.info.waivable == Waivable::yes) continue;
    LintReport report(draft, lint.info);
    lint.run(draft, report);
  }
  if (lints == Lints::skip) return;
  for (const Waiver& waiver : draft.waivers) {
    if (waiver.used) continue;
    draft.faults.warning("needless-waiver", fmt::format("there is no \"{}\" here to waive", waiver.lint), waiver.span,
                         "remove it");
  }
}

void LintReport::on_resource(const Resource& resource, lang::Span span, std::string message, std::string hint) {
  Waiver place;
  place.resource = &resource;
  add(place, std::move(span), std::move(message), std::move(hint));
}

void LintReport::on_field(const Field& field, lang::Span span, std::string message, std::string hint) {
  Waiver place;
  place.resource = field.owner_type;
  place.field = &field;
  add(place, std::move(span), std::move(message), std::move(hint));
}

void LintReport::on_operation(const OperationDraft& operation, lang::Span span, std::string message, std::string hint) {
  Waiver place;
  place.operation = &operation;
  add(place, std::move(span), std::move(message), std::move(hint));
}

void LintReport::add(const Waiver& place, lang::Span span, std::string message, std::string hint) {
  std::string name(lint_.name);
  for (Waiver& waiver : draft_.waivers) {
    if (waiver.lint != lint_.name || !covers(waiver, place)) continue;
    waiver.used = true;
    draft_.faults.note(name, message + " (waived)", span, waiver.reason);
    return;
  }
  if (lint_.waivable == Waivable::yes) {
    hint += fmt::format("; or say why not: @waive(lint: \"{}\", reason: \"…\")", lint_.name);
  }
  if (lint_.severity == lang::Severity::warning) {
    draft_.faults.warning(name, std::move(message), std::move(span), std::move(hint));
  } else {
    draft_.faults.error(name, std::move(message), std::move(span), std::move(hint));
  }
}

}  // namespace tenon::schema
