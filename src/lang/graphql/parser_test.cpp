#include "lang/graphql/parser.hpp"

#include <fstream>
#include <sstream>

namespace tenon::lang::graphql {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

SourcePtr source(std::string text) {
  return std::make_shared<Source>(Source{"test.graphql", std::move(text)});
}

Document must_parse(std::string text, const ParseOptions& options = {}) {
  auto document = parse(source(std::move(text)), options);
  if (document) return std::move(*document);
  ADD_FAILURE() << print(document.error().front(), Colour::off);
  return {};
}

/// "line:column message" of each fault.
std::vector<std::string> faults(std::string text, const ParseOptions& options = {}) {
  auto document = parse(source(std::move(text)), options);
  if (document) return {};
  std::vector<std::string> out;
  for (const Diagnostic& fault : document.error()) {
    const LineColumn place = line_column(*fault.span.source, fault.span.offset);
    out.push_back(std::to_string(place.line) + ":" + std::to_string(place.column) + " " + fault.message);
  }
  return out;
}

Document kitchen_sink() {
  return must_parse(read_file(TENON_SOURCE_DIR "/src/lang/graphql/testdata/kitchen-sink.graphql"),
                    {.accept = Accept::type_system});
}

const TypeDefinition& find_type(const Document& document, std::string_view name, Form form = Form::definition) {
  for (const Definition& definition : document.definitions) {
    const auto* type = std::get_if<TypeDefinition>(&definition);
    if (type && type->name.text == name && type->form == form) return *type;
  }
  throw std::runtime_error("no such type");
}

std::string_view text_at(const Span& span) {
  return std::string_view(span.source->text).substr(span.offset, span.length);
}

TEST(GraphqlParser, ReadsEveryFormOfTheTypeSystem) {
  const Document document = kitchen_sink();
  EXPECT_EQ(document.definitions.size(), 22U);

  const TypeDefinition& post = find_type(document, "Post");
  EXPECT_EQ(post.description->text, "A post, with a \"\"\" inside its description\n  and an indented line.");
  ASSERT_EQ(post.interfaces.size(), 2U);
  EXPECT_EQ(post.interfaces[1].text, "Timed");
  ASSERT_EQ(post.directives.size(), 3U);
  EXPECT_EQ(post.directives[0].find_argument("maxPageSize")->value.text, "50");
  EXPECT_EQ(post.directives[0].find_argument("nothing"), nullptr);
  ASSERT_EQ(post.fields.size(), 5U);
  EXPECT_EQ(print(post.fields[2].type), "[[Tag!]!]");
  EXPECT_EQ(post.fields[2].type.innermost().text, "Tag");
  EXPECT_EQ(post.fields[1].arguments[1].default_value->text, "100");
  EXPECT_EQ(post.fields[3].directives[0].arguments[0].value.text, "-1.5e-3");
  EXPECT_EQ(text_at(post.fields[0].span), "\"Unique.\"\n  id: ID!");
  EXPECT_EQ(text_at(post.directives[0].span), "@resource(path: \"posts\", maxPageSize: 50)");
  EXPECT_EQ(text_at(post.name.span), "Post");

  EXPECT_EQ(find_type(document, "Found").members.size(), 2U);
  EXPECT_EQ(find_type(document, "Found", Form::extension).members[0].text, "User");
  EXPECT_EQ(find_type(document, "Format").values[1].directives.size(), 2U);
  EXPECT_EQ(find_type(document, "Filter").input_fields[1].name.text, "and");
  const auto& allow = std::get<DirectiveDefinition>(document.definitions[document.definitions.size() - 3]);
  EXPECT_EQ(allow.repeatable, Repeatable::yes);
  EXPECT_EQ(allow.locations.size(), 2U);
  EXPECT_EQ(allow.description->text, "Says who may.");
}

TEST(GraphqlParser, ReadsEveryFormOfAnExecutableDocument) {
  const Document document =
      must_parse(read_file(TENON_SOURCE_DIR "/src/lang/graphql/testdata/kitchen-sink-query.graphql"),
                 {.accept = Accept::executable});
  ASSERT_EQ(document.definitions.size(), 5U);
  const auto& query = std::get<OperationDefinition>(document.definitions[0]);
  EXPECT_EQ(query.name->text, "Posts");
  EXPECT_EQ(query.variables[0].name.text, "first");
  EXPECT_EQ(print(query.variables[0].type), "Int!");
  const auto& posts = std::get<Field>(query.selection_set.selections[0]);
  EXPECT_EQ(posts.response_key().text, "newest");
  EXPECT_EQ(posts.arguments[1].value.fields[3].value.kind, ValueKind::null);
  EXPECT_EQ(posts.selection_set->selections.size(), 5U);
  EXPECT_EQ(std::get<InlineFragment>(posts.selection_set->selections[1]).type_condition->text, "Post");
  EXPECT_EQ(std::get<FragmentSpread>(posts.selection_set->selections[4]).name.text, "PostParts");
  const auto& mutation = std::get<OperationDefinition>(document.definitions[1]);
  const auto& create = std::get<Field>(mutation.selection_set.selections[0]);
  EXPECT_EQ(create.arguments[0].value.fields[0].value.text, "block\n  text");
  EXPECT_EQ(std::get<FragmentDefinition>(document.definitions[3]).type_condition.text, "Post");
  EXPECT_FALSE(std::get<OperationDefinition>(document.definitions[4]).name);
}

TEST(GraphqlParser, EveryByteOfAStringLeadsBackToItsPlace) {
  const Document document = kitchen_sink();
  const std::string& text = document.source->text;
  const TypeDefinition& post = find_type(document, "Post");

  const Value& escaped = post.directives[1].find_argument("when")->value;
  EXPECT_EQ(escaped.text, "author == auth.id || title.startsWith(\"Go\")");
  for (const std::string_view word : {"author", "auth.id", "title", "Go", ")"}) {
    const auto decoded = static_cast<std::uint32_t>(escaped.text.find(word));
    EXPECT_EQ(text.substr(source_offset(escaped, decoded), word.size()), word);
  }
  EXPECT_EQ(text[source_offset(escaped, static_cast<std::uint32_t>(escaped.text.find('"')))], '\\');
  EXPECT_EQ(source_offset(escaped, static_cast<std::uint32_t>(escaped.text.size())),
            escaped.span.offset + escaped.span.length - 1);

  const Value& block = post.directives[2].find_argument("when")->value;
  EXPECT_EQ(block.text, "author == auth.id\n  && !locked");
  EXPECT_TRUE(block.block);
  for (const std::string_view word : {"author", "\n", "&&", "locked"}) {
    const auto decoded = static_cast<std::uint32_t>(block.text.find(word));
    EXPECT_EQ(text.substr(source_offset(block, decoded), word.size()), word);
  }
  EXPECT_EQ(text[source_offset(block, static_cast<std::uint32_t>(block.text.size()))], '\n');
}

TEST(GraphqlParser, AMultiByteEscapeLeadsBackToItsBackslash) {
  const Document document = must_parse("type A @a(b: \"\\u00e4\\u{1F600}x\\uD83D\\uDE00\")");
  const Value& value = std::get<TypeDefinition>(document.definitions[0]).directives[0].arguments[0].value;
  EXPECT_EQ(value.text, "ä😀x😀");
  EXPECT_EQ(source_offset(value, 0), 14U);
  EXPECT_EQ(source_offset(value, 1), 14U);
  EXPECT_EQ(source_offset(value, 2), 20U);
  EXPECT_EQ(source_offset(value, 6), 29U);
  EXPECT_EQ(source_offset(value, 7), 30U);
}

TEST(GraphqlParser, TellsFaultsOfSeveralDefinitionsInOneRun) {
  EXPECT_EQ(
      faults("type A {\n  a String\n}\ntype B {\n  b: Int\n}\nenum C {\n  true\n}\n"),
      (std::vector<std::string>{"2:5 Syntax Error: Expected \":\", found Name \"String\".",
                                "8:3 Syntax Error: Name \"true\" is reserved and cannot be used for an enum value."}));
}

TEST(GraphqlParser, AMissingBraceDoesNotHideTheNextDefinition) {
  EXPECT_EQ(faults("type A {\n  a: String\ntype B {\n  b Int\n}\n"),
            (std::vector<std::string>{"3:6 Syntax Error: Expected \":\", found Name \"B\".",
                                      "4:5 Syntax Error: Expected \":\", found Name \"Int\"."}));
}

TEST(GraphqlParser, AnUnterminatedStringDoesNotHideTheNextDefinition) {
  EXPECT_EQ(faults("type A @a(b: \"oh) { a: Int }\ntype B { b Int }\n"),
            (std::vector<std::string>{"1:29 Syntax Error: Unterminated string.",
                                      "2:12 Syntax Error: Expected \":\", found Name \"Int\"."}));
}

TEST(GraphqlParser, KeywordsInsideBlockStringsAreNoDefinitions) {
  EXPECT_EQ(faults("type A { a }\n\"\"\"\ntype of thing\n\"\"\"\ntype B { b: Int }\n").size(), 1U);
}

TEST(GraphqlParser, StopsAfterTheMostFaults) {
  std::string text;
  for (int index = 0; index < 50; ++index) text += "type A { a }\n";
  EXPECT_EQ(faults(text, {.max_faults = 5}).size(), 5U);
}

TEST(GraphqlParser, AnExecutableDocumentGivesOneFault) {
  EXPECT_EQ(faults("{ a( }\ntype A { a }", {.accept = Accept::executable}).size(), 1U);
}

TEST(GraphqlParser, RefusesWhatTheOptionsExclude) {
  EXPECT_EQ(faults("type A { a: Int }", {.accept = Accept::executable}),
            std::vector<std::string>{
                "1:1 Syntax Error: Only operations and fragments can be executed, found Name \"type\"."});
  EXPECT_EQ(faults("{ a }", {.accept = Accept::type_system}),
            std::vector<std::string>{"1:1 Syntax Error: Operations and fragments do not belong in a schema."});
  EXPECT_EQ(faults("extend type A @b", {.accept = Accept::executable}).size(), 1U);
}

TEST(GraphqlParser, NestingIsLimited) {
  const std::string deep(200, '[');
  EXPECT_EQ(
      faults("{ a(b: " + deep + ") }"),
      std::vector<std::string>{"1:135 Syntax Error: Document is nested deeper than 128 levels. Parsing aborted."});
  EXPECT_EQ(faults("type A { a: " + deep + "Int }").size(), 1U);
  std::string selections;
  for (int index = 0; index < 100'000; ++index) selections += "{a";
  EXPECT_EQ(faults(selections).size(), 1U);
}

TEST(GraphqlParser, LengthIsLimited) {
  EXPECT_EQ(faults(std::string(100, ' '), {.max_bytes = 99}),
            std::vector<std::string>{"1:1 Syntax Error: Document is longer than 99 bytes."});
}

TEST(GraphqlParser, LexicalFaultsAreWordedAsInGraphqlJs) {
  const std::vector<std::pair<std::string, std::string>> table{
      {"{ a(b: 'c') }",
       "1:8 Syntax Error: Unexpected single quote character ('), did you mean to use a double quote (\")?"},
      {"{ a(b: 01) }", "1:9 Syntax Error: Invalid number, unexpected digit after 0: \"1\"."},
      {"{ a(b: 1.) }", "1:10 Syntax Error: Invalid number, expected digit but got: \")\"."},
      {"{ a(b: 1x) }", "1:9 Syntax Error: Invalid number, expected digit but got: \"x\"."},
      {"{ a(b: 1.2.3) }", "1:11 Syntax Error: Invalid number, expected digit but got: \".\"."},
      {"{ a(b: -) }", "1:9 Syntax Error: Invalid number, expected digit but got: \")\"."},
      {"{ a(b: 1e) }", "1:10 Syntax Error: Invalid number, expected digit but got: \")\"."},
      {"{ a(b: \"\\x\") }", "1:9 Syntax Error: Invalid character escape sequence: \"\\x\"."},
      {"{ a(b: \"\\u12\") }", "1:9 Syntax Error: Invalid Unicode escape sequence: \"\\u12\")\"."},
      {"{ a(b: \"\\uD83D\") }", "1:9 Syntax Error: Invalid Unicode escape sequence: \"\\uD83D\"."},
      {"{ a(b: \"\\u{110000}\") }", "1:9 Syntax Error: Invalid Unicode escape sequence: \"\\u{110000}\"."},
      {"{ a(b: \"\\u{}\") }", "1:9 Syntax Error: Invalid Unicode escape sequence: \"\\u{}\"."},
      {"{ a(b: \"\"\"x", "1:12 Syntax Error: Unterminated string."},
      {"..", "1:1 Syntax Error: Unexpected character: \".\"."},
      {"\xC3\xA4", "1:1 Syntax Error: Unexpected character: U+00E4."},
      {"\xFF", "1:1 Syntax Error: Invalid character: byte 0xFF."},
      {"# \xFF", "1:3 Syntax Error: Invalid character: byte 0xFF."},
      {"{ a(b: \"\xC0\x80\") }", "1:9 Syntax Error: Invalid character within String: byte 0xC0."},
      {"", "1:1 Syntax Error: Unexpected <EOF>."},
  };
  for (const auto& [text, expected] : table) EXPECT_EQ(faults(text), std::vector<std::string>{expected}) << text;
}

TEST(GraphqlParser, AByteOrderMarkIsIgnored) {
  EXPECT_TRUE(faults("\xEF\xBB\xBF{ a }").empty());
}

TEST(GraphqlParser, LongQuotationsAreCut) {
  EXPECT_LT(faults(std::string(100'000, 'a')).at(0).size(), 300U);
}

}  // namespace
}  // namespace tenon::lang::graphql
