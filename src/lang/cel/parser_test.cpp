#include "lang/cel/parser.hpp"

#include "lang/graphql/parser.hpp"

namespace tenon::lang::cel {
namespace {

std::expected<NodePtr, Diagnostic> parse_text(const std::string& text) {
  return parse(std::make_shared<Source>(Source{"rule", text}), text, [](std::uint32_t offset) { return offset; });
}

/// The tree with all parentheses, or the fault with its column.
std::string outcome(const std::string& text) {
  const auto node = parse_text(text);
  if (node) return to_text(**node);
  const Diagnostic& fault = node.error();
  return std::to_string(fault.span.offset + 1) + ": " + fault.message +
         (fault.hint.empty() ? "" : " (" + fault.hint + ")");
}

struct Case {
  std::string rule;
  std::string expected;
};

TEST(CelParser, BindsOperatorsAsTheSpecificationSays) {
  const std::vector<Case> table{
      {"a || b && c", "(a || (b && c))"},
      {"a == b || !c", "((a == b) || !c)"},
      {"1 + 2 * 3 - 4", "((1 + (2 * 3)) - 4)"},
      {"a % b / c", "((a % b) / c)"},
      {"a - b - c", "((a - b) - c)"},
      {"a ? b : c ? d : e", "(a ? b : (c ? d : e))"},
      {"a || b ? c : d", "((a || b) ? c : d)"},
      {"x in ['a', \"b\"] && y", "((x in ['a', 'b']) && y)"},
      {"!!a", "!!a"},
      {"--a", "-(-(a))"},
      {"-a.b", "-(a.b)"},
      {"!a.b(c)", "!a.b(c)"},
      {"(a || b) && c", "((a || b) && c)"},
      {"a < b == c", "((a < b) == c)"},
      {"a && b && c && d", "((a && b) && (c && d))"},
  };
  for (const Case& test : table) EXPECT_EQ(outcome(test.rule), test.expected) << test.rule;
}

TEST(CelParser, ReadsMembersCallsAndIndexes) {
  const std::vector<Case> table{
      {"auth.is('admin')", "auth.is('admin')"},
      {"comments.exists(c, c.author == auth.id)", "comments.exists(c, (c.author == auth.id))"},
      {"can(READ, post)", "can(READ, post)"},
      {"a.b[0].c", "a.b[0].c"},
      {"f()", "f()"},
      {"[]", "[]"},
      {"[1, 2,]", "[1, 2]"},
      {"x.matches(r'^\\d+$')", "x.matches('^\\\\d+$')"},
      {"a // why\n && b", "(a && b)"},
      {"package.function", "package.function"},
      {"is && or", "(is && or)"},
      {"b && r", "(b && r)"},
  };
  for (const Case& test : table) EXPECT_EQ(outcome(test.rule), test.expected) << test.rule;
}

TEST(CelParser, ReadsLiterals) {
  const std::vector<Case> table{
      {"null", "null"},
      {"true", "true"},
      {"42", "42"},
      {"0x2A", "42"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"9223372036854775807", "9223372036854775807"},
      {"-0x10", "-16"},
      {"1.5", "1.5"},
      {".5", "0.5"},
      {"1e3", "1000.0"},
      {"2.5E-1", "0.25"},
      {"'it''s'", "5: unexpected a string, expected the end of the rule or an operator"},
      {R"('\'\"\\\n\x41\u00e4\U0001F600\101\?')", "'\\'\"\\\\\\nAä😀A?'"},
      {R"(r'\n')", R"('\\n')"},
      {"'''a\n'b''c'''", "'a\\n\\'b\\'\\'c'"},
      {R"("""x"y""")", "'x\"y'"},
      {"''", "''"},
  };
  for (const Case& test : table) EXPECT_EQ(outcome(test.rule), test.expected) << test.rule;
}

TEST(CelParser, SaysWhatIsWrongAndWhere) {
  const std::vector<Case> table{
      {"", "1: the rule is empty (write \"true\" if it always holds)"},
      {"a &&", "5: unexpected the end of the rule, expected a value"},
      {"a b", "3: unexpected \"b\", expected the end of the rule or an operator"},
      {"a and b", "3: unexpected \"and\", expected the end of the rule or an operator (write \"&&\")"},
      {"not a", "1: unexpected \"not\" (write \"!\")"},
      {"a = b", "3: a rule assigns nothing (write \"==\" to compare)"},
      {"a === b", "3: there is no \"===\" (write \"==\")"},
      {"a <> b", "3: there is no \"<>\" (write \"!=\")"},
      {"a & b", "3: there is no \"&\" (write \"&&\")"},
      {"a?.b", "2: there is no \"?.\" (write \".\"; a rule that meets null does not hold)"},
      {"(a", "3: unexpected the end of the rule, expected \")\""},
      {"a)", "2: unexpected \")\", expected the end of the rule or an operator"},
      {"f(a,)", "5: unexpected \")\", expected a value"},
      {"a.", "3: unexpected the end of the rule, expected a name after \".\""},
      {"a ? b", "6: unexpected the end of the rule, expected \":\""},
      {"5u", "1: unsigned numbers are not supported (leave out the \"u\")"},
      {"5x", "1: \"5x\" is neither a number nor a name"},
      {"b'x'", "1: bytes literals are not supported (leave out the \"b\")"},
      {"{'a': 1}", "1: maps are not supported (write a list: [a, b])"},
      {"Post{id: 1}", "5: messages are not supported"},
      {"'a", "1: the string is not closed"},
      {"'a\nb'", "1: the string is not closed"},
      {R"('a\q')", "3: invalid escape \"\\q\" in a string"},
      {R"('\ud800')", "2: invalid escape \"\\u\" in a string"},
      {"9223372036854775808", "1: the number does not fit into 64 bits"},
      {"1e999", "1: the number is out of range"},
      {"a # b", "3: unexpected character \"#\""},
      {"in", "1: unexpected \"in\", expected a value"},
      {".a", "1: unexpected \".\", expected a value"},
      {"a \xFF", "3: unexpected character byte 0xFF"},
  };
  for (const Case& test : table) EXPECT_EQ(outcome(test.rule), test.expected) << test.rule;
}

TEST(CelParser, DepthIsLimited) {
  const auto refused = [](const std::string& text) {
    return outcome(text).find("nested deeper than 64") != std::string::npos;
  };
  EXPECT_TRUE(refused(std::string(100, '(') + "a" + std::string(100, ')')));
  EXPECT_TRUE(refused(std::string(100, '!') + "a"));
  EXPECT_TRUE(refused(std::string(4000, '[')));
  std::string sum = "a", path = "a", logical = "a";
  for (int index = 0; index < 100; ++index) {
    sum += "+a";
    path += ".a";
    logical += "||a";
  }
  EXPECT_TRUE(refused(sum));
  EXPECT_TRUE(refused(path));
  EXPECT_FALSE(refused(logical));
  EXPECT_FALSE(refused(std::string(60, '(') + "a" + std::string(60, ')')));
}

TEST(CelParser, SizeIsLimited) {
  EXPECT_EQ(outcome(std::string(5000, ' ')), "1: the rule is longer than 4096 bytes (split it with @define)");
  std::string many = "a";
  for (int index = 0; index < 600; ++index) many += "||a";
  EXPECT_NE(outcome(many).find("more than 1000 parts"), std::string::npos);
}

TEST(CelParser, SpansPointIntoTheSchemaFile) {
  const std::string text = R"(type A @allow(when: "title == \"a\u00e4b\" && oops.x"))";
  auto document = graphql::parse(std::make_shared<Source>(Source{"schema.graphql", text}));
  ASSERT_TRUE(document);
  const auto& type = std::get<graphql::TypeDefinition>(document->definitions[0]);
  const auto rule = parse(type.directives[0].arguments[0].value);
  ASSERT_TRUE(rule) << rule.error().message;
  const auto written = [&text](const Node& node) { return text.substr(node.span.offset, node.span.length); };
  EXPECT_EQ(written(**rule), R"(title == \"a\u00e4b\" && oops.x)");
  EXPECT_EQ(written(*(*rule)->children[0]->children[1]), R"(\"a\u00e4b\")");
  EXPECT_EQ(written(*(*rule)->children[1]), "oops.x");
  EXPECT_EQ(written(*(*rule)->children[1]->children[0]), "oops");
}

}  // namespace
}  // namespace tenon::lang::cel
