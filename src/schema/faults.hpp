#pragma once
#include "lang/source.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::schema {

/// Gathers what is wrong with a schema, so that one run tells all of it. Not thread-safe; lives for one load.
class Faults {
 public:
  /// `code` is the stable word of lang::Diagnostic; see docs/reference/schema.md.
  void error(std::string code, std::string message, lang::Span span, std::string hint = {});
  void warning(std::string code, std::string message, lang::Span span, std::string hint = {});
  void note(std::string code, std::string message, lang::Span span, std::string hint = {});
  void add(std::vector<lang::Diagnostic> diagnostics);
  /// Where checkers of other modules append.
  std::vector<lang::Diagnostic>& list() { return diagnostics_; }

  /// Directives and types that a later version brings: refused by name, never ignored.
  void not_supported_yet(std::string what, lang::Span span, std::string hint = {});

  bool has_errors() const;

  /// All of them by place: in the order of `sources`, then from top to bottom.
  std::vector<lang::Diagnostic> take(std::span<const lang::SourcePtr> sources);

 private:
  std::vector<lang::Diagnostic> diagnostics_;
};

/// `did you mean "title"?`, or `otherwise` when nothing is near.
std::string did_you_mean_hint(std::string_view wanted, std::span<const std::string_view> known,
                              std::string otherwise = {});

/// "schema.graphql:12", for messages that name a second place; empty for things that no text declares.
std::string place(const lang::Span& span);

}  // namespace tenon::schema
