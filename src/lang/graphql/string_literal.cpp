#include "lang/graphql/string_literal.hpp"

#include "lang/code_point.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace tenon::lang::graphql {
namespace {

constexpr std::string_view triple_quote = "\"\"\"";

/// The decoded text and its way back to the source.
class Decoded {
 public:
  /// Bytes copied as they stand from `source` on.
  void copy(std::string_view bytes, std::uint32_t source) {
    if (bytes.empty()) return;
    mark(source);
    token_.decoded.append(bytes);
  }
  /// One character that the escape at `source` stands for; each of its bytes leads back there.
  void escape(char32_t value, std::uint32_t source) {
    std::string bytes;
    append_code_point(bytes, value);
    for (const char byte : bytes) {
      token_.runs.push_back({size(), source});
      token_.decoded.push_back(byte);
    }
  }
  /// Where an index equal to the size leads.
  void finish(std::uint32_t source) { mark(source); }

  Token take(TokenKind kind, std::uint32_t start, std::uint32_t end) {
    token_.kind = kind;
    token_.offset = start;
    token_.length = end - start;
    return std::move(token_);
  }

 private:
  std::uint32_t size() const { return static_cast<std::uint32_t>(token_.decoded.size()); }
  void mark(std::uint32_t source) {
    if (!token_.runs.empty()) {
      const StringRun& last = token_.runs.back();
      if (last.source + (size() - last.decoded) == source) return;
    }
    token_.runs.push_back({size(), source});
  }

  Token token_;
};

Token fault(std::string_view text, std::size_t offset, std::string message) {
  Token token;
  token.kind = TokenKind::fault;
  token.offset = static_cast<std::uint32_t>(offset);
  token.length = offset < text.size() ? 1 : 0;
  token.decoded = std::move(message);
  return token;
}

Token invalid_character(std::string_view text, std::size_t offset) {
  return fault(text, offset, "Invalid character within String: " + describe_code_point(text, offset) + ".");
}

struct Escape {
  char32_t value = 0;
  std::uint32_t length = 0;  ///< with the backslash
};

std::optional<std::uint32_t> read_hex(std::string_view text, std::size_t position, unsigned digits) {
  std::uint32_t value = 0;
  for (unsigned index = 0; index < digits; ++index) {
    if (position + index >= text.size()) return std::nullopt;
    const int digit = hex_digit(text[position + index]);
    if (digit < 0) return std::nullopt;
    value = (value << 4U) | static_cast<std::uint32_t>(digit);
  }
  return value;
}

/// \u{1F600}
std::optional<Escape> read_braced_escape(std::string_view text, std::size_t position, std::size_t& seen) {
  std::uint32_t value = 0;
  for (seen = 3; seen < 12;) {
    const char c = position + seen < text.size() ? text[position + seen] : '\0';
    ++seen;
    if (c == '}') {
      if (seen < 5 || !is_unicode_scalar(value)) return std::nullopt;
      return Escape{value, static_cast<std::uint32_t>(seen)};
    }
    const int digit = hex_digit(c);
    if (digit < 0 || value > 0xFFFFFFU) return std::nullopt;
    value = (value << 4U) | static_cast<std::uint32_t>(digit);
  }
  return std::nullopt;
}

/// \u00e4, and surrogate pairs.
std::optional<Escape> read_fixed_escape(std::string_view text, std::size_t position) {
  const std::optional<std::uint32_t> first = read_hex(text, position + 2, 4);
  if (!first) return std::nullopt;
  if (is_unicode_scalar(*first)) return Escape{*first, 6};
  if (*first > 0xDBFF || !text.substr(position + 6).starts_with("\\u")) return std::nullopt;
  const std::optional<std::uint32_t> second = read_hex(text, position + 8, 4);
  if (!second || *second < 0xDC00 || *second > 0xDFFF) return std::nullopt;
  return Escape{0x10000U + ((*first - 0xD800U) << 10U) + (*second - 0xDC00U), 12};
}

std::optional<Escape> read_simple_escape(char letter) {
  switch (letter) {
    case '"': return Escape{'"', 2};
    case '\\': return Escape{'\\', 2};
    case '/': return Escape{'/', 2};
    case 'b': return Escape{'\b', 2};
    case 'f': return Escape{'\f', 2};
    case 'n': return Escape{'\n', 2};
    case 'r': return Escape{'\r', 2};
    case 't': return Escape{'\t', 2};
    default: return std::nullopt;
  }
}

/// As quoted in messages: from `position`, at most `length` bytes, cut between characters.
std::string quoted(std::string_view text, std::size_t position, std::size_t length) {
  std::size_t end = std::min(position + length, text.size());
  while (end < text.size() && is_continuation_byte(text[end])) ++end;
  return "\"" + std::string(text.substr(position, end - position)) + "\"";
}

Token read_string(std::string_view text, std::uint32_t start) {
  Decoded decoded;
  std::uint32_t position = start + 1;
  std::uint32_t copied = position;
  while (position < text.size()) {
    const char c = text[position];
    if (is_plain(c) && c != '"' && c != '\\') {
      ++position;
      continue;
    }
    if (c == '"') {
      decoded.copy(text.substr(copied, position - copied), copied);
      decoded.finish(position);
      return decoded.take(TokenKind::string, start, position + 1);
    }
    if (c == '\n' || c == '\r') break;
    if (c != '\\') {
      const std::optional<CodePoint> point = decode_code_point(text, position);
      if (!point) return invalid_character(text, position);
      position += point->length;
      continue;
    }
    decoded.copy(text.substr(copied, position - copied), copied);
    const char letter = position + 1 < text.size() ? text[position + 1] : '\0';
    std::optional<Escape> escape;
    if (letter == 'u') {
      std::size_t seen = 6;
      const bool braced = text.substr(position + 2).starts_with('{');
      escape = braced ? read_braced_escape(text, position, seen) : read_fixed_escape(text, position);
      if (!escape)
        return fault(text, position, "Invalid Unicode escape sequence: " + quoted(text, position, seen) + ".");
    } else {
      escape = read_simple_escape(letter);
      if (!escape)
        return fault(text, position, "Invalid character escape sequence: " + quoted(text, position, 2) + ".");
    }
    decoded.escape(escape->value, position);
    position += escape->length;
    copied = position;
  }
  return fault(text, position, "Unterminated string.");
}

/// A piece of a line: its bytes stand at `source` in one go. An escaped triple quote begins a new piece.
struct Piece {
  std::uint32_t source = 0;
  std::uint32_t length = 0;
};
struct Line {
  std::vector<Piece> pieces;
  std::uint32_t indent = 0;  ///< spaces and tabs in front
  bool blank = true;         ///< nothing else in it
};

Line make_line(std::string_view text, std::vector<Piece> pieces) {
  Line line;
  line.pieces = std::move(pieces);
  for (const Piece& piece : line.pieces) {
    const std::string_view bytes = text.substr(piece.source, piece.length);
    const std::size_t first = std::min(bytes.find_first_not_of(" \t"), bytes.size());
    line.indent += static_cast<std::uint32_t>(first);
    if (first == bytes.size()) continue;
    line.blank = false;
    break;
  }
  return line;
}

/// Drops the common indentation and the blank lines at both ends (GraphQL, BlockStringValue).
void append_dedented(Decoded& decoded, std::string_view text, const std::vector<Line>& lines, std::uint32_t end) {
  std::size_t first = lines.size();
  std::size_t behind_last = 0;
  std::uint32_t common = std::numeric_limits<std::uint32_t>::max();
  for (std::size_t index = 0; index < lines.size(); ++index) {
    if (lines[index].blank) continue;
    first = std::min(first, index);
    behind_last = index + 1;
    if (index > 0) common = std::min(common, lines[index].indent);
  }
  std::uint32_t source = end;
  for (std::size_t index = first; index < behind_last; ++index) {
    if (index > first) decoded.copy("\n", source);
    std::uint32_t drop = index > 0 ? common : 0;
    for (const Piece& piece : lines[index].pieces) {
      const std::uint32_t dropped = std::min(drop, piece.length);
      drop -= dropped;
      decoded.copy(text.substr(piece.source + dropped, piece.length - dropped), piece.source + dropped);
      source = piece.source + piece.length;
    }
  }
  decoded.finish(source);
}

Token read_block_string(std::string_view text, std::uint32_t start) {
  std::vector<Line> lines;
  std::vector<Piece> pieces;
  std::uint32_t position = start + 3;
  std::uint32_t copied = position;
  const auto end_piece = [&] { pieces.push_back({copied, position - copied}); };
  while (position < text.size()) {
    const std::string_view rest = text.substr(position);
    if (rest.starts_with(triple_quote)) {
      end_piece();
      lines.push_back(make_line(text, std::move(pieces)));
      Decoded decoded;
      append_dedented(decoded, text, lines, position);
      return decoded.take(TokenKind::block_string, start, position + 3);
    }
    if (rest.starts_with("\\\"\"\"")) {
      end_piece();
      copied = position + 1;
      position += 4;
    } else if (rest[0] == '\n' || rest[0] == '\r') {
      end_piece();
      lines.push_back(make_line(text, std::exchange(pieces, {})));
      position += rest.starts_with("\r\n") ? 2 : 1;
      copied = position;
    } else {
      const std::optional<CodePoint> point = decode_code_point(text, position);
      if (!point) return invalid_character(text, position);
      position += point->length;
    }
  }
  return fault(text, position, "Unterminated string.");
}

}  // namespace

Token read_string_literal(std::string_view text, std::uint32_t start) {
  return text.substr(start).starts_with(triple_quote) ? read_block_string(text, start) : read_string(text, start);
}

}  // namespace tenon::lang::graphql
