#include "api/openapi/document.hpp"

namespace tenon::api::openapi {

std::string indented(std::string_view json) {
  std::string out;
  out.reserve(json.size() * 2);
  std::size_t depth = 0;
  bool inside_text = false;
  const auto break_line = [&] { out.append("\n").append(depth * 2, ' '); };
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (inside_text) {
      out += c;
      if (c == '\\') out += json[++i];
      inside_text = c != '"';
      continue;
    }
    const bool empty = i + 1 < json.size() && (json[i + 1] == '}' || json[i + 1] == ']');
    switch (c) {
      case '"':
        inside_text = true;
        out += c;
        break;
      case '{':
      case '[':
        out += c;
        if (empty) {
          out += json[++i];
          break;
        }
        ++depth;
        break_line();
        break;
      case '}':
      case ']':
        --depth;
        break_line();
        out += c;
        break;
      case ',':
        out += c;
        break_line();
        break;
      case ':': out += ": "; break;
      default: out += c;
    }
  }
  return out;
}

}  // namespace tenon::api::openapi
