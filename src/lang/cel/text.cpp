#include "lang/cel/parser.hpp"

#include <cstdio>

namespace tenon::lang::cel {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      out += c == '\n' ? "\\n" : "\\r";
      continue;
    }
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string joined(const Node& node, std::size_t first) {
  std::string out;
  for (std::size_t index = first; index < node.children.size(); ++index) {
    if (index > first) out += ", ";
    out += to_text(*node.children[index]);
  }
  return out;
}

std::string number(double value) {
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%.17g", value);
  const std::string text = buffer;
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

}  // namespace

std::string_view symbol(Operator op) {
  switch (op) {
    case Operator::none: return "";
    case Operator::logical_not: return "!";
    case Operator::negate: return "-";
    case Operator::logical_and: return "&&";
    case Operator::logical_or: return "||";
    case Operator::equal: return "==";
    case Operator::not_equal: return "!=";
    case Operator::less: return "<";
    case Operator::less_equal: return "<=";
    case Operator::greater: return ">";
    case Operator::greater_equal: return ">=";
    case Operator::in: return "in";
    case Operator::add: return "+";
    case Operator::subtract: return "-";
    case Operator::multiply: return "*";
    case Operator::divide: return "/";
    case Operator::modulo: return "%";
  }
  return {};
}

std::string to_text(const Node& node) {
  switch (node.kind) {
    case NodeKind::null_literal: return "null";
    case NodeKind::bool_literal: return node.flag ? "true" : "false";
    case NodeKind::int_literal: return std::to_string(node.integer);
    case NodeKind::double_literal: return number(node.floating);
    case NodeKind::string_literal: return quoted(node.text);
    case NodeKind::list: return "[" + joined(node, 0) + "]";
    case NodeKind::identifier: return node.text;
    case NodeKind::select: return to_text(*node.children[0]) + "." + node.text;
    case NodeKind::index: return to_text(*node.children[0]) + "[" + to_text(*node.children[1]) + "]";
    case NodeKind::call: return node.text + "(" + joined(node, 0) + ")";
    case NodeKind::method: return to_text(*node.children[0]) + "." + node.text + "(" + joined(node, 1) + ")";
    case NodeKind::unary:
      // "-5" is a literal; the negation of 5 is another tree.
      if (node.op == Operator::negate) return "-(" + to_text(*node.children[0]) + ")";
      return std::string(symbol(node.op)) + to_text(*node.children[0]);
    case NodeKind::binary:
      return "(" + to_text(*node.children[0]) + " " + std::string(symbol(node.op)) + " " + to_text(*node.children[1]) +
             ")";
    case NodeKind::conditional:
      return "(" + to_text(*node.children[0]) + " ? " + to_text(*node.children[1]) + " : " +
             to_text(*node.children[2]) + ")";
  }
  return {};
}

}  // namespace tenon::lang::cel
