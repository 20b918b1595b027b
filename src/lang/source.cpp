#include "lang/source.hpp"

#include "lang/code_point.hpp"

#include <algorithm>
#include <string>

namespace tenon::lang {
namespace {

/// What is shown of a line at most, in characters: minified files have very long ones.
constexpr std::size_t window = 160;

bool ends_line(char byte) {
  return byte == '\n' || byte == '\r';
}

std::size_t line_start(std::string_view text, std::size_t offset) {
  while (offset > 0 && !ends_line(text[offset - 1])) --offset;
  return offset;
}

std::string_view line_at(std::string_view text, std::size_t start) {
  std::size_t end = start;
  while (end < text.size() && !ends_line(text[end])) ++end;
  return text.substr(start, end - start);
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation_byte(c); }));
}

/// Drops `count` characters from the front.
std::string_view skip_characters(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  while (count > 0 && at < text.size()) {
    ++at;
    while (at < text.size() && is_continuation_byte(text[at])) ++at;
    --count;
  }
  return text.substr(at);
}

/// A terminal must not obey what a source file says.
std::string harmless(std::string_view text) {
  std::string out;
  for (const char byte : text) {
    const auto code = static_cast<unsigned char>(byte);
    out.push_back((code < 0x20 && byte != '\t') || code == 0x7F ? '?' : byte);
  }
  return out;
}

std::string_view word(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  return {};
}

/// The escape sequences of one print; all empty without colour.
struct Paint {
  std::string_view strong, severity, caret, reset;
};

Paint paint_for(Severity severity, Colour colour) {
  if (colour == Colour::off) return {};
  constexpr std::string_view strong = "\x1b[1m", caret = "\x1b[1;32m", reset = "\x1b[0m";
  switch (severity) {
    case Severity::error: return {strong, "\x1b[1;31m", caret, reset};
    case Severity::warning: return {strong, "\x1b[1;33m", caret, reset};
    case Severity::note: return {strong, "\x1b[1;36m", caret, reset};
  }
  return {};
}

void append_excerpt(std::string& out, const Span& span, std::uint32_t line_number, const Paint& paint) {
  const std::string_view text = span.source->text;
  const std::size_t offset = std::min<std::size_t>(span.offset, text.size());
  const std::size_t start = line_start(text, offset);
  std::string_view line = line_at(text, start);
  std::size_t before = std::min(offset - start, line.size());
  std::size_t under = std::min<std::size_t>(span.length, line.size() - before);

  std::string_view ahead = line.substr(0, before);
  std::string_view lead;
  if (const std::size_t characters = count_characters(ahead); characters > window / 2) {
    ahead = skip_characters(ahead, characters - window / 2);
    lead = "…";
  }
  std::string_view behind = line.substr(before);
  std::string_view tail;
  if (const std::string_view rest = skip_characters(behind, window); !rest.empty()) {
    behind.remove_suffix(rest.size());
    under = std::min(under, behind.size());
    tail = "…";
  }

  std::string number = std::to_string(line_number);
  number.insert(0, number.size() < 5 ? 5 - number.size() : 0, ' ');
  out.append(number).append(" | ").append(lead).append(harmless(ahead)).append(harmless(behind)).append(tail) += '\n';

  out.append(number.size(), ' ').append(" | ").append(lead.empty() ? "" : " ");
  for (const char byte : ahead) {
    if (!is_continuation_byte(byte)) out.push_back(byte == '\t' ? '\t' : ' ');
  }
  const std::size_t tildes = std::max<std::size_t>(count_characters(behind.substr(0, under)), 1) - 1;
  out.append(paint.caret) += '^';
  out.append(tildes, '~').append(paint.reset) += '\n';
}

}  // namespace

LineColumn line_column(const Source& source, std::uint32_t offset) {
  const std::string_view text = std::string_view(source.text).substr(0, offset);
  LineColumn place;
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!ends_line(text[at])) continue;
    if (text[at] == '\r' && at + 1 < source.text.size() && source.text[at + 1] == '\n') continue;
    ++place.line;
    start = at + 1;
  }
  place.column = static_cast<std::uint32_t>(count_characters(text.substr(start))) + 1;
  return place;
}

std::string print(const Diagnostic& diagnostic, Colour colour) {
  const Paint paint = paint_for(diagnostic.severity, colour);
  std::string out;
  LineColumn place;
  if (const SourcePtr& source = diagnostic.span.source) {
    place = line_column(*source, diagnostic.span.offset);
    out.append(paint.strong).append(source->name).append(":").append(std::to_string(place.line));
    out.append(":").append(std::to_string(place.column)).append(": ").append(paint.reset);
  }
  out.append(paint.severity).append(word(diagnostic.severity)).append(": ").append(paint.reset);
  out.append(paint.strong).append(harmless(diagnostic.message)).append(paint.reset) += '\n';
  if (diagnostic.span.source) append_excerpt(out, diagnostic.span, place.line, paint);
  if (!diagnostic.hint.empty()) out.append("      = ").append(harmless(diagnostic.hint)) += '\n';
  return out;
}

}  // namespace tenon::lang
