#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tenon::base {

/// A compiled regular expression in RE2 syntax: linear time whatever the input. Immutable, thread-safe, cheap to copy.
class Pattern {
 public:
  /// The fault in words if `text` is not a valid expression.
  static std::optional<std::string> fault(std::string_view text);
  /// `text` must be valid (see `fault`); an invalid one never matches.
  explicit Pattern(std::string_view text);
  /// Anywhere in the subject, as CEL's matches(); anchor with ^ and $.
  bool matches(std::string_view subject) const;
  const std::string& text() const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace tenon::base
