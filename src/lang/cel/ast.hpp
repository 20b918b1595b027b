#pragma once
#include "lang/source.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

/// Syntax of the Common Expression Language (https://github.com/google/cel-spec, doc/langdef.md), the subset that rules
/// use.
namespace tenon::lang::cel {

enum class NodeKind : std::uint8_t {
  null_literal,
  bool_literal,    ///< `flag`
  int_literal,     ///< `integer`
  double_literal,  ///< `floating`
  string_literal,  ///< `text`, unescaped
  list,            ///< children are the elements
  identifier,      ///< `text`
  select,          ///< children[0] `.` `text`
  index,           ///< children[0] `[` children[1] `]`
  call,            ///< `text`(children): a global function: has(x), size(x), can(OP, rel), timestamp(s), duration(s)
  method,          ///< children[0] . `text` ( children[1..] ): x.startsWith(y), list.exists(v, p)
  unary,           ///< `op` children[0]
  binary,          ///< children[0] `op` children[1]
  conditional,     ///< children[0] ? children[1] : children[2]
};

enum class Operator : std::uint8_t {
  none,
  logical_not,
  negate,
  logical_and,
  logical_or,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in,
  add,
  subtract,
  multiply,
  divide,
  modulo,
};

struct Node {
  NodeKind kind{};
  Operator op = Operator::none;
  bool flag = false;
  std::int64_t integer = 0;
  double floating = 0;
  std::string text;
  std::vector<std::unique_ptr<Node>> children;
  Span span;  ///< in the schema file, inside the string literal that holds the rule
};
using NodePtr = std::unique_ptr<Node>;

}  // namespace tenon::lang::cel
