#include "sql/postgres_pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace tenon::sql {
namespace {

constexpr char32_t last_code_point = 0x10FFFF;
constexpr int most_repetitions = 255;  ///< PostgreSQL's limit; RE2's is 1000
constexpr int deepest_group = 200;

struct Range {
  char32_t first = 0;
  char32_t last = 0;
};
using Set = std::vector<Range>;

/// Thrown and caught in this file: why the pattern cannot be said.
struct Refusal {
  std::string reason;
};

[[noreturn]] void refuse(std::string reason) {
  throw Refusal{std::move(reason)};
}

bool is_ascii_letter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_word(char32_t c) {
  return is_ascii_letter(c) || (c >= '0' && c <= '9');
}

Set complement(Set set) {
  std::ranges::sort(set, {}, &Range::first);
  Set rest;
  char32_t next = 0;
  for (const auto& range : set) {
    if (range.first > next) rest.push_back({next, static_cast<char32_t>(range.first - 1)});
    next = std::max(next, static_cast<char32_t>(range.last + 1));
  }
  if (next <= last_code_point) rest.push_back({next, last_code_point});
  return rest;
}

/// Both cases of the ASCII letters, and the two letters beyond that fold to one of them.
Set folded(const Set& set) {
  Set all = set;
  const auto add_overlap = [&](const Range& range, char32_t first, char32_t last, int distance) {
    const auto from = std::max(range.first, first);
    const auto to = std::min(range.last, last);
    if (from <= to)
      all.push_back({static_cast<char32_t>(static_cast<int>(from) + distance),
                     static_cast<char32_t>(static_cast<int>(to) + distance)});
  };
  for (const auto& range : set) {
    add_overlap(range, 'a', 'z', 'A' - 'a');
    add_overlap(range, 'A', 'Z', 'a' - 'A');
    const auto has = [&](char32_t c) { return range.first <= c && c <= range.last; };
    if (has('k') || has('K')) all.push_back({0x212A, 0x212A});
    if (has('s') || has('S')) all.push_back({0x017F, 0x017F});
  }
  return all;
}

struct Named {
  std::string_view name;
  std::vector<Range> ranges;
};

const std::array<Named, 14>& named_sets() {
  static const std::array<Named, 14> sets{{{"alnum", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
                                           {"alpha", {{'A', 'Z'}, {'a', 'z'}}},
                                           {"ascii", {{0, 0x7F}}},
                                           {"blank", {{'\t', '\t'}, {' ', ' '}}},
                                           {"cntrl", {{0, 0x1F}, {0x7F, 0x7F}}},
                                           {"digit", {{'0', '9'}}},
                                           {"graph", {{'!', '~'}}},
                                           {"lower", {{'a', 'z'}}},
                                           {"print", {{' ', '~'}}},
                                           {"punct", {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}},
                                           {"space", {{'\t', '\r'}, {' ', ' '}}},
                                           {"upper", {{'A', 'Z'}}},
                                           {"word", {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}},
                                           {"xdigit", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}}}};
  return sets;
}

class Translator {
 public:
  explicit Translator(std::string_view pattern) : rest_(pattern) {}

  std::string run() {
    auto text = alternatives(0);
    if (!rest_.empty()) refuse("has a parenthesis too many");
    return text;
  }

 private:
  struct Flags {
    bool fold = false;
    bool lines = false;
    bool dot_all = false;
  };
  enum class Atom : std::uint8_t { consuming, assertion };

  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  char32_t next() {
    if (rest_.empty()) refuse("ends too early");
    const auto lead = static_cast<unsigned char>(rest_[0]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (size > rest_.size()) refuse("is not UTF-8");
    char32_t code = size == 1 ? lead : lead & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) code = code << 6U | (static_cast<unsigned char>(rest_[i]) & 0x3FU);
    rest_.remove_prefix(size);
    return code;
  }

  std::string alternatives(int depth) {
    if (depth > deepest_group) refuse("nests too deep");
    const auto outer = flags_;
    std::string text = sequence(depth);
    while (take("|")) text += '|' + sequence(depth);
    flags_ = outer;
    return text;
  }

  std::string sequence(int depth) {
    std::string text;
    while (!rest_.empty() && rest_[0] != '|' && rest_[0] != ')') {
      if (take("\\Q")) {
        text += quoted();
        continue;
      }
      if (take("\\E")) continue;
      auto kind = Atom::consuming;
      auto piece = atom(depth, kind);
      if (piece.empty()) continue;
      text += repeated(std::move(piece), kind);
    }
    return text.empty() ? "(?:)" : text;
  }

  /// Up to \E; a repetition behind it is of the last character.
  std::string quoted() {
    std::string text;
    while (!rest_.empty() && !take("\\E")) {
      auto piece = character(next());
      if (take("\\E")) return text + repeated(std::move(piece), Atom::consuming);
      text += piece;
    }
    return text;
  }

  /// Whether repetition is greedy is no question of whether there is a match.
  std::string repeated(std::string piece, Atom kind) {
    std::string quantifier;
    if (take("*"))
      quantifier = "*";
    else if (take("+"))
      quantifier = "+";
    else if (take("?"))
      quantifier = "?";
    else
      quantifier = counted();
    if (quantifier.empty()) return piece;
    take("?");
    // What matches nothing but a place does so once or not at all.
    if (kind == Atom::assertion) {
      const bool optional = quantifier == "*" || quantifier == "?" || quantifier.starts_with("{0");
      return optional ? "(?:" + piece + "|)" : piece;
    }
    return "(?:" + piece + ")" + quantifier;
  }

  /// {n}, {n,} or {n,m}; anything else is text.
  std::string counted() {
    if (!rest_.starts_with('{')) return {};
    const auto end = rest_.find('}');
    if (end == std::string_view::npos) return {};
    const auto inside = rest_.substr(1, end - 1);
    const auto comma = std::min(inside.find(','), inside.size());
    const auto number = [](std::string_view digits) -> std::optional<int> {
      if (digits.empty() || digits.size() > 4 ||
          !std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
      int value = 0;
      for (const char c : digits) value = value * 10 + (c - '0');
      return value;
    };
    const auto least = number(inside.substr(0, comma));
    if (!least) return {};
    const bool open = comma + 1 == inside.size();
    const auto most = comma == inside.size() ? least : number(inside.substr(comma + 1));
    if (!open && !most) return {};
    if (*least > most_repetitions || (most && *most > most_repetitions))
      refuse("repeats more than 255 times, which is PostgreSQL's limit");
    rest_.remove_prefix(end + 1);
    if (open) return fmt::format("{{{},}}", *least);
    return *least == *most ? fmt::format("{{{}}}", *least) : fmt::format("{{{},{}}}", *least, *most);
  }

  std::string atom(int depth, Atom& kind) {
    const auto c = next();
    switch (c) {
      case '(': return group(depth);
      case '[': return bracket();
      case '.': return flags_.dot_all ? "." : "[^\\n]";
      case '^': kind = Atom::assertion; return flags_.lines ? "(?:^|(?<=\\n))" : "^";
      case '$': kind = Atom::assertion; return flags_.lines ? "(?:$|(?=\\n))" : "$";
      case '\\': return escape(kind);
      default: return character(c);
    }
  }

  /// Nothing for a group that only sets flags.
  std::string group(int depth) {
    if (take("?")) {
      if (take("P<") || take("<")) {
        const auto end = rest_.find('>');
        if (end == std::string_view::npos) refuse("has a group without a name");
        rest_.remove_prefix(end + 1);
      } else {
        const auto outer = flags_;
        if (!set_flags()) return {};
        auto inside = alternatives(depth + 1);
        flags_ = outer;
        if (!take(")")) refuse("has a group without an end");
        return "(?:" + inside + ")";
      }
    }
    auto inside = alternatives(depth + 1);
    if (!take(")")) refuse("has a group without an end");
    return "(?:" + inside + ")";
  }

  /// True if a group follows, false if the flags are for the rest of this one.
  bool set_flags() {
    bool value = true;
    while (true) {
      const auto c = next();
      switch (c) {
        case 'i': flags_.fold = value; break;
        case 'm': flags_.lines = value; break;
        case 's': flags_.dot_all = value; break;
        case 'U': break;
        case '-': value = false; break;
        case ':': return true;
        case ')': return false;
        default: refuse("uses a group that is not translated");
      }
    }
  }

  std::string escape(Atom& kind) {
    if (rest_.empty()) refuse("ends with a backslash");
    if (auto set = class_escape()) return bracket_of(*set, false);
    const auto assertion = [&](std::string_view letter, const char* said) -> const char* {
      if (!take(letter)) return nullptr;
      kind = Atom::assertion;
      return said;
    };
    if (const auto* said = assertion("A", "\\A")) return said;
    if (const auto* said = assertion("z", "\\Z")) return said;
    if (const auto* said = assertion("b", "\\y")) return said;
    if (const auto* said = assertion("B", "\\Y")) return said;
    return character(escaped_character());
  }

  /// Behind the backslash: \d and its like.
  std::optional<Set> class_escape() {
    const auto letter = rest_.empty() ? '\0' : rest_[0];
    if (letter == 'p' || letter == 'P') refuse("uses a Unicode class (\\p), which PostgreSQL does not have");
    if (letter == 'C') refuse("uses \\C, a single byte, which PostgreSQL does not have");
    Set set;
    switch (letter) {
      case 'd':
      case 'D': set = {{'0', '9'}}; break;
      case 's':
      case 'S': set = {{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}}; break;
      case 'w':
      case 'W': set = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}; break;
      default: return std::nullopt;
    }
    rest_.remove_prefix(1);
    if (flags_.fold) set = folded(set);
    const bool negated = letter == 'D' || letter == 'S' || letter == 'W';
    return negated ? complement(std::move(set)) : set;
  }

  char32_t number(std::size_t most_digits, unsigned radix) {
    char32_t value = 0;
    for (std::size_t i = 0; i < most_digits && !rest_.empty(); ++i) {
      const char c = rest_[0];
      unsigned digit = radix;
      if (c >= '0' && c <= '9') digit = static_cast<unsigned>(c - '0');
      if (c >= 'a' && c <= 'f') digit = static_cast<unsigned>(c - 'a' + 10);
      if (c >= 'A' && c <= 'F') digit = static_cast<unsigned>(c - 'A' + 10);
      if (digit >= radix) break;
      value = value * radix + digit;
      if (value > last_code_point) refuse("has a code point that there is not");
      rest_.remove_prefix(1);
    }
    return value;
  }

  char32_t escaped_character() {
    const auto c = next();
    switch (c) {
      case 'a': return '\a';
      case 'f': return '\f';
      case 'n': return '\n';
      case 'r': return '\r';
      case 't': return '\t';
      case 'v': return '\v';
      case 'x': {
        if (!take("{")) return number(2, 16);
        const auto code = number(8, 16);
        if (!take("}")) refuse("has an escape without an end");
        return code;
      }
      default: break;
    }
    if (c == '0') return number(2, 8);
    if (c >= '1' && c <= '7') return (c - '0') * 64 + number(2, 8);
    if (is_word(c)) refuse("uses an escape that is not translated");
    return c;
  }

  std::string character(char32_t c) {
    if (!flags_.fold) {
      // No text of PostgreSQL has it: as a class it matches nothing.
      return c == 0 ? bracket_of({}, false) : written(c);
    }
    if (c > 0x7F) refuse("ignores the case of letters beyond ASCII");
    if (!is_ascii_letter(c)) return c == 0 ? bracket_of({}, false) : written(c);
    return bracket_of(folded({{c, c}}), false);
  }

  std::string bracket() {
    const bool negated = take("^");
    Set set;
    bool first = true;
    while (first || !rest_.starts_with(']')) {
      first = false;
      if (rest_.starts_with("[:")) {
        if (auto named = named_set()) {
          std::ranges::move(*named, std::back_inserter(set));
          continue;
        }
      }
      if (rest_.starts_with('\\')) {
        rest_.remove_prefix(1);
        if (auto escaped = class_escape()) {
          std::ranges::move(*escaped, std::back_inserter(set));
          continue;
        }
        add_range(set, escaped_character());
        continue;
      }
      add_range(set, next());
    }
    take("]");
    return bracket_of(set, negated);
  }

  void add_range(Set& set, char32_t from) {
    auto to = from;
    if (rest_.size() >= 2 && rest_[0] == '-' && rest_[1] != ']') {
      take("-");
      to = take("\\") ? escaped_character() : next();
    }
    if (flags_.fold && to > 0x7F) refuse("ignores the case of letters beyond ASCII");
    const Set range{{from, to}};
    std::ranges::copy(flags_.fold ? folded(range) : range, std::back_inserter(set));
  }

  std::optional<Set> named_set() {
    const auto end = rest_.find(":]");
    if (end == std::string_view::npos) return std::nullopt;
    auto name = rest_.substr(2, end - 2);
    const bool negated = name.starts_with('^');
    if (negated) name.remove_prefix(1);
    for (const auto& known : named_sets()) {
      if (known.name != name) continue;
      rest_.remove_prefix(end + 2);
      auto set = flags_.fold ? folded(known.ranges) : known.ranges;
      return negated ? complement(std::move(set)) : set;
    }
    return std::nullopt;
  }

  static std::string written(char32_t c) {
    if (is_word(c)) return {static_cast<char>(c)};
    const auto code = static_cast<std::uint32_t>(c);
    return code <= 0xFFFF ? fmt::format("\\u{:04X}", code) : fmt::format("\\U{:08X}", code);
  }

  /// PostgreSQL's brackets hold at least something; code points from 1.
  static std::string bracket_of(const Set& set, bool negated) {
    std::string inside;
    for (const auto& range : set) {
      if (range.last == 0) continue;
      const auto first = std::max(range.first, char32_t{1});
      inside += written(first);
      if (range.last > first) inside += '-' + written(range.last);
    }
    if (inside.empty()) return negated ? "." : "[^\\u0001-\\U0010FFFF]";
    return (negated ? "[^" : "[") + inside + ']';
  }

  std::string_view rest_;
  Flags flags_;
};

}  // namespace

std::expected<std::string, std::string> postgres_pattern(std::string_view pattern) {
  try {
    return Translator(pattern).run();
  } catch (Refusal& refusal) {
    return std::unexpected(std::move(refusal.reason));
  }
}

}  // namespace tenon::sql
