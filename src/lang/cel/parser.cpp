#include "lang/cel/parser.hpp"

#include "lang/cel/lexer.hpp"
#include "lang/code_point.hpp"
#include "lang/graphql/ast.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>
#include <utility>

namespace tenon::lang::cel {
namespace {

struct BinaryOperator {
  std::string_view symbol;
  Operator op;
};
constexpr std::array relations{
    BinaryOperator{"==", Operator::equal},      BinaryOperator{"!=", Operator::not_equal},
    BinaryOperator{"<", Operator::less},        BinaryOperator{">", Operator::greater},
    BinaryOperator{"<=", Operator::less_equal}, BinaryOperator{">=", Operator::greater_equal},
    BinaryOperator{"in", Operator::in},
};
constexpr std::array additions{BinaryOperator{"+", Operator::add}, BinaryOperator{"-", Operator::subtract}};
constexpr std::array multiplications{BinaryOperator{"*", Operator::multiply}, BinaryOperator{"/", Operator::divide},
                                     BinaryOperator{"%", Operator::modulo}};

/// Words that other languages have for operators.
std::string hint_for(const Token& token) {
  if (token.kind != TokenKind::identifier) return {};
  if (token.text == "and" || token.text == "AND") return "write \"&&\"";
  if (token.text == "or" || token.text == "OR") return "write \"||\"";
  if (token.text == "not" || token.text == "NOT") return "write \"!\"";
  if (token.text == "is" || token.text == "IS") return "write \"==\"";
  return {};
}

std::string describe(const Token& token) {
  if (token.kind == TokenKind::end) return "the end of the rule";
  if (token.kind == TokenKind::string) return "a string";
  return "\"" + clip(token.text, 40) + "\"";
}

unsigned depth_of(const Node& node) {
  unsigned deepest = 0;
  for (const NodePtr& child : node.children) deepest = std::max(deepest, depth_of(*child));
  return deepest + 1;
}

/// Recursive descent over the grammar of CEL's langdef. The first fault sticks: the parser is then at the end of the
/// text, every loop ends, and what the functions return is dropped. They never return null.
class Parser {
 public:
  Parser(const SourcePtr& source, std::string_view text, const Placement& placement, const ParseLimits& limits)
      : source_(source),
        placement_(placement),
        limits_(limits),
        size_(static_cast<std::uint32_t>(text.size())),
        lexer_(text) {
    advance();
  }

  std::expected<NodePtr, Diagnostic> parse_rule() {
    if (token_.kind == TokenKind::end && !fault_)
      fail(token_, "the rule is empty", "write \"true\" if it always holds");
    NodePtr rule = parse_expression();
    if (!fault_ && token_.kind != TokenKind::end) fail_unexpected("expected the end of the rule or an operator");
    if (!fault_ && depth_of(*rule) > limits_.max_depth) fail_too_deep();
    if (fault_) return std::unexpected(std::move(*fault_));
    return rule;
  }

 private:
  NodePtr parse_expression() {
    if (++depth_ > limits_.max_depth) fail_too_deep();
    NodePtr condition = parse_or();
    if (take_if("?")) {
      NodePtr node = make(NodeKind::conditional, condition->span.offset);
      node->children.push_back(std::move(condition));
      node->children.push_back(parse_or());
      expect(":");
      node->children.push_back(parse_expression());
      condition = finish(std::move(node));
    }
    --depth_;
    return condition;
  }

  NodePtr parse_or() {
    return parse_logical("||", Operator::logical_or, [this] {
      return parse_logical("&&", Operator::logical_and, [this] { return parse_relation(); });
    });
  }

  template <typename Operand>
  NodePtr parse_logical(std::string_view symbol, Operator op, Operand operand) {
    std::vector<NodePtr> terms;
    terms.push_back(operand());
    while (take_if(symbol)) terms.push_back(operand());
    return balance(terms, op);
  }

  /// A balanced tree keeps long chains within the depth limit; && and || do not mind how they are grouped.
  NodePtr balance(std::span<NodePtr> terms, Operator op) {
    if (terms.size() == 1) return std::move(terms[0]);
    const std::size_t half = (terms.size() + 1) / 2;
    NodePtr left = balance(terms.first(half), op);
    return binary(op, std::move(left), balance(terms.subspan(half), op));
  }

  NodePtr parse_relation() {
    return parse_chain(relations, [this] { return parse_addition(); });
  }
  NodePtr parse_addition() {
    return parse_chain(additions, [this] { return parse_multiplication(); });
  }
  NodePtr parse_multiplication() {
    return parse_chain(multiplications, [this] { return parse_unary(); });
  }

  template <typename Operand>
  NodePtr parse_chain(std::span<const BinaryOperator> operators, Operand operand) {
    NodePtr left = operand();
    for (;;) {
      const auto found = std::find_if(operators.begin(), operators.end(),
                                      [this](const BinaryOperator& each) { return at(each.symbol); });
      if (found == operators.end()) return left;
      take();
      left = binary(found->op, std::move(left), operand());
    }
  }

  NodePtr parse_unary() {
    const Token first = token_;
    const bool negative = take_if("-");
    if (!negative && !take_if("!")) return parse_member();
    if (negative && token_.kind == TokenKind::integer) return parse_suffixes(parse_integer(first.offset, Sign::minus));
    if (++depth_ > limits_.max_depth) fail_too_deep();
    NodePtr node = make(NodeKind::unary, place(first.offset));
    node->op = negative ? Operator::negate : Operator::logical_not;
    node->children.push_back(parse_unary());
    --depth_;
    return finish(std::move(node));
  }

  NodePtr parse_member() { return parse_suffixes(parse_primary()); }

  NodePtr parse_suffixes(NodePtr subject) {
    for (;;) {
      if (take_if(".")) {
        subject = parse_selection(std::move(subject));
      } else if (take_if("[")) {
        NodePtr node = make(NodeKind::index, subject->span.offset);
        node->children.push_back(std::move(subject));
        node->children.push_back(parse_expression());
        expect("]");
        subject = finish(std::move(node));
      } else if (at("{")) {
        fail(token_, "messages are not supported", {});
        return subject;
      } else {
        return subject;
      }
    }
  }

  NodePtr parse_selection(NodePtr subject) {
    NodePtr node = make(NodeKind::select, subject->span.offset);
    if (token_.kind != TokenKind::identifier) fail_unexpected("expected a name after \".\"");
    node->text = token_.text;
    take();
    node->children.push_back(std::move(subject));
    if (take_if("(")) {
      node->kind = NodeKind::method;
      parse_list_until(")", node->children);
    }
    return finish(std::move(node));
  }

  NodePtr parse_primary() {
    const std::uint32_t first = place(token_.offset);
    switch (token_.kind) {
      case TokenKind::identifier: return parse_word();
      case TokenKind::integer: return parse_integer(token_.offset, Sign::plus);
      case TokenKind::floating: return parse_floating();
      case TokenKind::string: {
        NodePtr node = make(NodeKind::string_literal, first);
        node->text = std::move(token_.decoded);
        take();
        return finish(std::move(node));
      }
      case TokenKind::symbol: break;
      case TokenKind::end:
      case TokenKind::fault: return unexpected_primary(first);
    }
    if (take_if("(")) {
      NodePtr inner = parse_expression();
      expect(")");
      return inner;
    }
    if (take_if("[")) {
      NodePtr node = make(NodeKind::list, first);
      parse_list_until("]", node->children);
      return finish(std::move(node));
    }
    if (at("{")) fail(token_, "maps are not supported", "write a list: [a, b]");
    return unexpected_primary(first);
  }

  NodePtr unexpected_primary(std::uint32_t first) {
    fail_unexpected("expected a value");
    return make(NodeKind::null_literal, first);
  }

  NodePtr parse_word() {
    NodePtr node = make(NodeKind::identifier, place(token_.offset));
    if (at("in")) fail_unexpected("expected a value");
    if (!hint_for(token_).empty()) {
      // "not done" reads as a name followed by a name: the first of them is the slip.
      const Token word = token_;
      take();
      if (token_.kind == TokenKind::identifier) fail(word, "unexpected " + describe(word), hint_for(word));
      node->text = word.text;
    } else {
      node->text = token_.text;
      take();
    }
    if (node->text == "null") {
      node->kind = NodeKind::null_literal;
    } else if (node->text == "true" || node->text == "false") {
      node->kind = NodeKind::bool_literal;
      node->flag = node->text == "true";
    } else if (take_if("(")) {
      node->kind = NodeKind::call;
      parse_list_until(")", node->children);
    }
    return finish(std::move(node));
  }

  enum class Sign { plus, minus };

  NodePtr parse_integer(std::uint32_t first, Sign sign) {
    NodePtr node = make(NodeKind::int_literal, place(first));
    std::string_view digits = token_.text;
    const bool hexadecimal = digits.starts_with("0x") || digits.starts_with("0X");
    if (hexadecimal) digits.remove_prefix(2);
    const std::string signed_digits = (sign == Sign::minus ? "-" : "") + std::string(digits);
    const char* end = signed_digits.data() + signed_digits.size();
    const auto [stop, error] = std::from_chars(signed_digits.data(), end, node->integer, hexadecimal ? 16 : 10);
    if (error != std::errc() || stop != end) fail(token_, "the number does not fit into 64 bits", {});
    take();
    return finish(std::move(node));
  }

  NodePtr parse_floating() {
    NodePtr node = make(NodeKind::double_literal, place(token_.offset));
    const std::string_view digits = token_.text;
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), node->floating);
    if (error != std::errc() || stop != digits.data() + digits.size()) fail(token_, "the number is out of range", {});
    take();
    return finish(std::move(node));
  }

  void parse_list_until(std::string_view close, std::vector<NodePtr>& items) {
    if (take_if(close)) return;
    do {
      if (close == "]" && at(close) && !items.empty()) break;  // CEL allows a comma before ]
      items.push_back(parse_expression());
    } while (!fault_ && take_if(","));
    expect(close);
  }

  NodePtr make(NodeKind kind, std::uint32_t first) {
    if (++nodes_ > limits_.max_nodes) {
      fail(token_, "the rule has more than " + std::to_string(limits_.max_nodes) + " parts", "split it with @define");
    }
    auto node = std::make_unique<Node>();
    node->kind = kind;
    node->span = {source_, first, 0};
    return node;
  }
  NodePtr finish(NodePtr node) {
    const std::uint32_t end = std::max(place(last_end_), node->span.offset);
    node->span.length = end - node->span.offset;
    return node;
  }
  NodePtr binary(Operator op, NodePtr left, NodePtr right) {
    NodePtr node = make(NodeKind::binary, left->span.offset);
    node->op = op;
    node->span.length = right->span.offset + right->span.length - left->span.offset;
    node->children.push_back(std::move(left));
    node->children.push_back(std::move(right));
    return node;
  }

  std::uint32_t place(std::uint32_t offset) const { return placement_(std::min(offset, size_)); }
  bool at(std::string_view text) const {
    return (token_.kind == TokenKind::symbol || token_.kind == TokenKind::identifier) && token_.text == text;
  }
  void take() {
    last_end_ = token_.end();
    advance();
  }
  bool take_if(std::string_view text) {
    if (!at(text)) return false;
    take();
    return true;
  }
  void expect(std::string_view text) {
    if (!take_if(text)) fail_unexpected("expected \"" + std::string(text) + "\"");
  }
  void advance() {
    if (fault_) return;
    token_ = lexer_.next();
    if (token_.kind == TokenKind::fault) fail(token_, std::string(token_.decoded), std::string(token_.hint));
  }

  void fail(const Token& where, std::string message, std::string hint) {
    if (fault_) return;
    const std::uint32_t first = place(where.offset);
    fault_ = Diagnostic{
        Severity::error, "syntax", std::move(message), {source_, first, place(where.end()) - first}, std::move(hint)};
    token_ = Token{};
    token_.offset = size_;
  }
  void fail_unexpected(const std::string& expected) {
    const std::string message = "unexpected " + describe(token_) + ", " + expected;
    fail(token_, message, hint_for(token_));
  }
  void fail_too_deep() {
    fail(token_, "the rule is nested deeper than " + std::to_string(limits_.max_depth) + " levels",
         "split it with @define");
  }

  const SourcePtr& source_;
  const Placement& placement_;
  const ParseLimits& limits_;
  std::uint32_t size_;
  Lexer lexer_;
  Token token_;
  std::optional<Diagnostic> fault_;
  std::uint32_t last_end_ = 0;
  unsigned nodes_ = 0;
  unsigned depth_ = 0;
};

}  // namespace

std::expected<NodePtr, Diagnostic> parse(const SourcePtr& source, std::string_view text, const Placement& placement,
                                         const ParseLimits& limits) {
  if (text.size() > limits.max_bytes) {
    const std::uint32_t first = placement(0);
    return std::unexpected(Diagnostic{Severity::error,
                                      "syntax",
                                      "the rule is longer than " + std::to_string(limits.max_bytes) + " bytes",
                                      {source, first, 0},
                                      "split it with @define"});
  }
  return Parser(source, text, placement, limits).parse_rule();
}

std::expected<NodePtr, Diagnostic> parse(const graphql::Value& literal, const ParseLimits& limits) {
  const auto placement = [&literal](std::uint32_t offset) { return graphql::source_offset(literal, offset); };
  return parse(literal.span.source, literal.text, placement, limits);
}

}  // namespace tenon::lang::cel
