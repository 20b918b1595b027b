#include "schema/faults.hpp"

#include "base/did_you_mean.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace tenon::schema {
namespace {

lang::Diagnostic make(lang::Severity severity, std::string code, std::string message, lang::Span span,
                      std::string hint) {
  lang::Diagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.code = std::move(code);
  diagnostic.message = std::move(message);
  diagnostic.span = std::move(span);
  diagnostic.hint = std::move(hint);
  return diagnostic;
}

}  // namespace

void Faults::error(std::string code, std::string message, lang::Span span, std::string hint) {
  diagnostics_.push_back(
      make(lang::Severity::error, std::move(code), std::move(message), std::move(span), std::move(hint)));
}

void Faults::warning(std::string code, std::string message, lang::Span span, std::string hint) {
  diagnostics_.push_back(
      make(lang::Severity::warning, std::move(code), std::move(message), std::move(span), std::move(hint)));
}

void Faults::note(std::string code, std::string message, lang::Span span, std::string hint) {
  diagnostics_.push_back(
      make(lang::Severity::note, std::move(code), std::move(message), std::move(span), std::move(hint)));
}

void Faults::add(std::vector<lang::Diagnostic> diagnostics) {
  std::move(diagnostics.begin(), diagnostics.end(), std::back_inserter(diagnostics_));
}

void Faults::not_supported_yet(std::string what, lang::Span span, std::string hint) {
  error("not-supported-yet", std::move(what) + " is not supported yet", std::move(span), std::move(hint));
}

bool Faults::has_errors() const {
  return std::any_of(diagnostics_.begin(), diagnostics_.end(),
                     [](const lang::Diagnostic& each) { return each.severity == lang::Severity::error; });
}

std::vector<lang::Diagnostic> Faults::take(std::span<const lang::SourcePtr> sources) {
  auto key = [&](const lang::Diagnostic& each) {
    auto found = std::find(sources.begin(), sources.end(), each.span.source);
    return std::tuple(found - sources.begin(), each.span.offset);
  };
  std::stable_sort(diagnostics_.begin(), diagnostics_.end(),
                   [&](const lang::Diagnostic& left, const lang::Diagnostic& right) { return key(left) < key(right); });
  return std::exchange(diagnostics_, std::vector<lang::Diagnostic>());
}

std::string did_you_mean_hint(std::string_view wanted, std::span<const std::string_view> known, std::string otherwise) {
  std::string_view nearest = base::nearest_name(wanted, known);
  if (nearest.empty()) return otherwise;
  return fmt::format("did you mean \"{}\"?", nearest);
}

std::string place(const lang::Span& span) {
  if (!span.source) return {};
  return fmt::format("{}:{}", span.source->name, lang::line_column(*span.source, span.offset).line);
}

}  // namespace tenon::schema
