#include "base/pattern.hpp"

#include <re2/re2.h>

namespace tenon::base {
namespace {

/// Compiled program and match state together; what does not fit is refused when compiled, or matched more slowly.
constexpr std::int64_t memory_limit = 1 << 20;
constexpr std::size_t longest_text = 1000;

RE2::Options quiet_options() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(memory_limit);
  return options;
}

re2::StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

struct Pattern::Compiled {
  explicit Compiled(std::string_view pattern) : text(pattern), expression(piece(text), quiet_options()) {}
  std::string text;
  RE2 expression;
};

std::optional<std::string> Pattern::fault(std::string_view text) {
  if (text.size() > longest_text) return "a pattern has at most 1000 bytes";
  const Compiled compiled(text);
  if (compiled.expression.ok()) return std::nullopt;
  return compiled.expression.error();
}

Pattern::Pattern(std::string_view text) : compiled_(std::make_shared<const Compiled>(text)) {}

bool Pattern::matches(std::string_view subject) const {
  return compiled_->expression.ok() && RE2::PartialMatch(piece(subject), compiled_->expression);
}

const std::string& Pattern::text() const {
  return compiled_->text;
}

}  // namespace tenon::base
