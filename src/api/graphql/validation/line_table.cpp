#include "api/graphql/validation/line_table.hpp"

#include "lang/code_point.hpp"

#include <algorithm>
#include <string_view>

namespace tenon::api::graphql {
namespace {

constexpr std::uint32_t step = 256;

/// Where the byte after `text[from, to)` stands, when `place` is where `text[from]` does.
lang::LineColumn advance(std::string_view text, std::uint32_t from, std::uint32_t to, lang::LineColumn place) {
  for (std::uint32_t i = from; i < to; ++i) {
    const auto plain = static_cast<std::uint32_t>(lang::plain_run(text.substr(0, to), i));
    place.column += plain;
    i += plain;
    if (i == to) break;
    const char letter = text[i];
    // "\r\n" is one end of line: its column counts at the "\n".
    const bool ends_line = letter == '\n' || (letter == '\r' && (i + 1 >= text.size() || text[i + 1] != '\n'));
    if (ends_line) {
      ++place.line;
      place.column = 1;
    } else if ((static_cast<unsigned char>(letter) & 0xc0U) != 0x80U) {
      ++place.column;
    }
  }
  return place;
}

}  // namespace

lang::LineColumn LineTable::at(std::uint32_t offset) {
  const std::string_view text = source_.text;
  offset = std::min(offset, static_cast<std::uint32_t>(text.size()));
  if (marks_.empty()) {
    marks_.push_back({1, 1});
    for (std::uint32_t from = 0; from + step <= text.size(); from += step)
      marks_.push_back(advance(text, from, from + step, marks_.back()));
  }
  const std::uint32_t mark = offset / step;
  return advance(text, mark * step, offset, marks_[mark]);
}

}  // namespace tenon::api::graphql
