#include "lang/cel/lexer.hpp"
#include "lang/code_point.hpp"

#include <optional>
#include <utility>

namespace tenon::lang::cel {
namespace {

char at(std::string_view text, std::size_t position) {
  return position < text.size() ? text[position] : '\0';
}
bool is_quote(char c) {
  return c == '"' || c == '\'';
}

struct Prefix {
  std::uint32_t length = 0;
  bool raw = false;
  bool bytes = false;
};

/// r, b, rb, br in either case; nothing if no quote follows.
std::optional<Prefix> read_prefix(std::string_view text, std::size_t position) {
  Prefix prefix;
  while (prefix.length < 2 && !is_quote(at(text, position + prefix.length))) {
    const char letter = at(text, position + prefix.length);
    if ((letter == 'r' || letter == 'R') && !prefix.raw) {
      prefix.raw = true;
    } else if ((letter == 'b' || letter == 'B') && !prefix.bytes) {
      prefix.bytes = true;
    } else {
      return std::nullopt;
    }
    ++prefix.length;
  }
  if (!is_quote(at(text, position + prefix.length))) return std::nullopt;
  return prefix;
}

struct Escape {
  char32_t value = 0;
  std::uint32_t length = 0;  ///< with the backslash
};

std::optional<Escape> read_digits(std::string_view text, std::size_t digits, std::uint32_t skipped, unsigned count,
                                  unsigned base) {
  std::uint32_t value = 0;
  for (unsigned index = 0; index < count; ++index) {
    const int digit = hex_digit(at(text, digits + index));
    if (digit < 0 || static_cast<unsigned>(digit) >= base) return std::nullopt;
    value = value * base + static_cast<std::uint32_t>(digit);
    if (value > 0x10FFFF) return std::nullopt;
  }
  if (!is_unicode_scalar(value)) return std::nullopt;
  return Escape{value, skipped + count};
}

std::optional<Escape> read_escape(std::string_view text, std::size_t backslash) {
  const char letter = at(text, backslash + 1);
  switch (letter) {
    case 'a': return Escape{'\a', 2};
    case 'b': return Escape{'\b', 2};
    case 'f': return Escape{'\f', 2};
    case 'n': return Escape{'\n', 2};
    case 'r': return Escape{'\r', 2};
    case 't': return Escape{'\t', 2};
    case 'v': return Escape{'\v', 2};
    case '\\':
    case '?':
    case '"':
    case '\'':
    case '`': return Escape{static_cast<char32_t>(letter), 2};
    case 'x':
    case 'X': return read_digits(text, backslash + 2, 2, 2, 16);
    case 'u': return read_digits(text, backslash + 2, 2, 4, 16);
    case 'U': return read_digits(text, backslash + 2, 2, 8, 16);
    case '0':
    case '1':
    case '2':
    case '3': return read_digits(text, backslash + 1, 1, 3, 8);
    default: return std::nullopt;
  }
}

Token make(TokenKind kind, std::size_t start, std::size_t end, std::string decoded) {
  Token token;
  token.kind = kind;
  token.offset = static_cast<std::uint32_t>(start);
  token.length = static_cast<std::uint32_t>(end - start);
  token.decoded = std::move(decoded);
  return token;
}

}  // namespace

bool starts_string(std::string_view text, std::uint32_t position) {
  return read_prefix(text, position).has_value();
}

Token read_string(std::string_view text, std::uint32_t start) {
  const Prefix prefix = *read_prefix(text, start);
  if (prefix.bytes) {
    Token token = make(TokenKind::fault, start, start + prefix.length, "bytes literals are not supported");
    token.hint = "leave out the \"b\"";
    return token;
  }
  const std::size_t first_quote = start + prefix.length;
  const char quote = text[first_quote];
  const bool triple = text.substr(first_quote).starts_with(std::string(3, quote));
  const std::string closing(triple ? 3 : 1, quote);

  std::string decoded;
  std::size_t position = first_quote + closing.size();
  while (position < text.size()) {
    if (text.substr(position).starts_with(closing)) {
      return make(TokenKind::string, start, position + closing.size(), std::move(decoded));
    }
    if (!triple && (text[position] == '\n' || text[position] == '\r')) break;
    if (text[position] == '\\' && !prefix.raw) {
      const std::optional<Escape> escape = read_escape(text, position);
      if (!escape) {
        std::size_t length = position + 1 < text.size() ? 2 : 1;
        while (position + length < text.size() && is_continuation_byte(text[position + length])) ++length;
        const std::string written(text.substr(position, length));
        return make(TokenKind::fault, position, position + length, "invalid escape \"" + written + "\" in a string");
      }
      append_code_point(decoded, escape->value);
      position += escape->length;
      continue;
    }
    const std::optional<CodePoint> point = decode_code_point(text, position);
    if (!point)
      return make(TokenKind::fault, position, position + 1,
                  "invalid character in a string: " + describe_code_point(text, position));
    decoded.append(text.substr(position, point->length));
    position += point->length;
  }
  return make(TokenKind::fault, start, position, "the string is not closed");
}

}  // namespace tenon::lang::cel
