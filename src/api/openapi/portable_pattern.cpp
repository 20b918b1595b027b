#include "api/openapi/portable_pattern.hpp"

#include <algorithm>
#include <charconv>

namespace tenon::api::openapi {
namespace {

/// Reads an expression of the common core (literals, classes, groups, alternatives, quantifiers) and writes the first
/// text that it can match, repeating as little as it may.
class Guess {
 public:
  explicit Guess(std::string_view pattern) : rest_(pattern) {}

  std::optional<std::string> run() {
    auto text = alternatives(0);
    if (!text || !rest_.empty()) return std::nullopt;
    return text;
  }

 private:
  static constexpr int most_depth = 20;
  static constexpr int most_repeats = 64;

  std::optional<std::string> alternatives(int depth) {
    if (depth > most_depth) return std::nullopt;
    auto first = sequence(depth);
    while (first && take('|'))
      if (!sequence(depth)) return std::nullopt;
    return first;
  }

  std::optional<std::string> sequence(int depth) {
    std::string text;
    while (!rest_.empty() && rest_.front() != '|' && rest_.front() != ')') {
      if (take('^') || take('$')) continue;
      auto piece = atom(depth);
      if (!piece) return std::nullopt;
      const int times = repeats();
      if (times < 0 || times > most_repeats) return std::nullopt;
      for (int i = 0; i < times; ++i) text += *piece;
    }
    return text;
  }

  std::optional<std::string> atom(int depth) {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == '(') {
      if (rest_.starts_with("?:")) rest_.remove_prefix(2);
      if (rest_.starts_with('?')) return std::nullopt;
      auto inside = alternatives(depth + 1);
      return inside && take(')') ? inside : std::nullopt;
    }
    if (c == '[') return one_of_class();
    if (c == '.') return "a";
    if (c == '\\') return escaped();
    if (std::string_view("*+?{").find(c) != std::string_view::npos) return std::nullopt;
    return std::string(1, c);
  }

  std::optional<std::string> escaped() {
    if (rest_.empty()) return std::nullopt;
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == 'd') return "1";
    if (c == 'w') return "a";
    if (c == 's') return " ";
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter) return std::nullopt;
    return std::string(1, c);
  }

  std::optional<std::string> one_of_class() {
    const std::size_t end = rest_.find(']', 1);
    if (end == std::string_view::npos || rest_.front() == '^') return std::nullopt;
    const auto inside = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    if (inside.front() != '\\') return std::string(1, inside.front());
    Guess first(inside.substr(1));
    return inside.size() > 1 ? first.escaped() : std::nullopt;
  }

  /// How often at least what stands before is repeated; -1 for a fault.
  int repeats() {
    int times = 1;
    if (take('*') || take('?')) {
      times = 0;
    } else if (take('+')) {
      times = 1;
    } else if (take('{')) {
      const auto [end, fault] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), times);
      const std::size_t close = rest_.find('}');
      if (fault != std::errc() || close == std::string_view::npos) return -1;
      rest_.remove_prefix(close + 1);
    }
    take('?');
    return times;
  }

  bool take(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
};

}  // namespace

bool is_portable(std::string_view pattern) {
  const bool ascii = std::ranges::all_of(pattern, [](char c) { return c >= ' ' && c <= '~'; });
  if (!ascii || pattern.find("[[:") != std::string_view::npos) return false;
  for (std::size_t at = 0; at + 1 < pattern.size(); ++at) {
    const char c = pattern[at];
    const char next = pattern[at + 1];
    if (c == '(' && next == '?' && pattern.substr(at, 3) != "(?:") return false;
    if (c != '\\') continue;
    // Letters that both know, and punctuation, which is itself.
    const bool letter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || (next >= '0' && next <= '9');
    if (letter && std::string_view("dDwWbBtnrfv").find(next) == std::string_view::npos) return false;
    ++at;
  }
  return true;
}

std::optional<std::string> text_matching(std::string_view pattern) {
  return Guess(pattern).run();
}

}  // namespace tenon::api::openapi
