#include "api/graphql/type_system/block_string.hpp"
#include "api/graphql/type_system/print.hpp"

#include <fmt/format.h>

namespace tenon::api::graphql {
namespace {

void append_unicode_escape(std::string& out, unsigned code_point) {
  out += fmt::format("\\u{:04X}", code_point);
}

}  // namespace

std::string print_string(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    switch (byte) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\b': out += "\\b"; break;
      case '\f': out += "\\f"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (byte < 0x20 || byte == 0x7f) {
          append_unicode_escape(out, byte);
        } else if (byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) {
          // U+0080 to U+009F are control characters too.
          append_unicode_escape(out, static_cast<unsigned char>(text[++i]));
        } else {
          out += text[i];
        }
    }
  }
  return out + '"';
}

std::string print(const ast::Value& value) {
  switch (value.kind) {
    case ast::ValueKind::variable: return "$" + value.text;
    case ast::ValueKind::integer:
    case ast::ValueKind::floating:
    case ast::ValueKind::enumeration: return value.text;
    case ast::ValueKind::string: return value.block ? print_block_string(value.text) : print_string(value.text);
    case ast::ValueKind::boolean: return value.flag ? "true" : "false";
    case ast::ValueKind::null: return "null";
    case ast::ValueKind::list: {
      std::string out = "[";
      for (const ast::Value& item : value.items) {
        if (out.size() > 1) out += ", ";
        out += print(item);
      }
      return out + "]";
    }
    case ast::ValueKind::object: {
      std::string out = "{";
      for (const ast::ObjectField& field : value.fields) {
        if (out.size() > 1) out += ", ";
        out += field.name.text + ": " + print(field.value);
      }
      return out + "}";
    }
  }
  return {};
}

}  // namespace tenon::api::graphql
