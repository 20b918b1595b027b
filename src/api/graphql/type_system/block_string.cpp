#include "api/graphql/type_system/block_string.hpp"

#include <algorithm>
#include <vector>

namespace tenon::api::graphql {
namespace {

constexpr std::size_t longest_single_line = 70;

bool is_white_space(char letter) {
  return letter == ' ' || letter == '\t';
}

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', begin)) {
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  lines.push_back(text.substr(begin));
  return lines;
}

}  // namespace

bool is_printable_as_block_string(std::string_view text) {
  if (text.empty()) return true;
  bool line_is_empty = true;
  bool line_is_indented = false;
  bool all_indented = true;
  bool seen_line = false;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '\n') {
      if (line_is_empty && !seen_line) return false;
      seen_line = true;
      line_is_empty = true;
      line_is_indented = false;
    } else if (is_white_space(letter)) {
      line_is_indented = line_is_indented || line_is_empty;
    } else if (byte < 0x20) {
      return false;
    } else {
      all_indented = all_indented && line_is_indented;
      line_is_empty = false;
    }
  }
  return !line_is_empty && !(all_indented && seen_line);
}

std::string print_block_string(std::string_view text) {
  std::string escaped;
  for (std::size_t i = 0; i < text.size();) {
    if (text.substr(i).starts_with("\"\"\"")) {
      escaped += "\\\"\"\"";
      i += 3;
    } else {
      escaped += text[i++];
    }
  }
  const auto lines = split_lines(escaped);
  const bool single = lines.size() == 1;
  const bool leading_line = !single && std::all_of(lines.begin() + 1, lines.end(), [](std::string_view line) {
    return line.empty() || is_white_space(line.front());
  });
  const bool ends_with_quotes = escaped.ends_with("\\\"\"\"");
  const bool trailing_line = (text.ends_with('"') && !ends_with_quotes) || text.ends_with('\\');
  const bool several =
      !single || text.size() > longest_single_line || trailing_line || leading_line || ends_with_quotes;
  const bool begins_with_space = single && !text.empty() && is_white_space(text.front());

  std::string out = "\"\"\"";
  if ((several && !begins_with_space) || leading_line) out += '\n';
  out += escaped;
  if (several || trailing_line) out += '\n';
  return out + "\"\"\"";
}

}  // namespace tenon::api::graphql
