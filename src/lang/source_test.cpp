#include "lang/source.hpp"

namespace tenon::lang {
namespace {

SourcePtr source(std::string text) {
  return std::make_shared<Source>(Source{"schema.graphql", std::move(text)});
}

Diagnostic fault(std::string text, std::string_view at, std::string hint = {}) {
  SourcePtr from = source(std::move(text));
  const auto offset = static_cast<std::uint32_t>(from->text.find(at));
  return {
      Severity::error, "test", "unknown type", {from, offset, static_cast<std::uint32_t>(at.size())}, std::move(hint)};
}

TEST(Source, LinesEndWithAnyOfTheThreeTerminators) {
  const Source text{"a", "one\ntwo\r\nthree\rfour"};
  EXPECT_EQ(line_column(text, 0).line, 1U);
  EXPECT_EQ(line_column(text, 4).line, 2U);
  EXPECT_EQ(line_column(text, 9).line, 3U);
  EXPECT_EQ(line_column(text, 15).line, 4U);
  EXPECT_EQ(line_column(text, 17).column, 3U);
}

TEST(Source, ColumnsCountCharactersNotBytes) {
  const Source text{"a", "äöü x"};
  EXPECT_EQ(line_column(text, 7).column, 5U);
}

TEST(Source, AnOffsetBehindTheEndIsTheEnd) {
  const Source text{"a", "ab"};
  EXPECT_EQ(line_column(text, 99).column, 3U);
}

TEST(Source, ADiagnosticShowsTheLineACaretAndTheHint) {
  EXPECT_EQ(print(fault("type A {\n  title: Strin!\n}\n", "Strin", "did you mean \"String\"?"), Colour::off),
            "schema.graphql:2:10: error: unknown type\n"
            "    2 |   title: Strin!\n"
            "      |          ^~~~~\n"
            "      = did you mean \"String\"?\n");
}

TEST(Source, TheUnderlineStopsAtTheEndOfTheLine) {
  EXPECT_EQ(print(fault("ab\ncd", "b\nc"), Colour::off),
            "schema.graphql:1:2: error: unknown type\n"
            "    1 | ab\n"
            "      |  ^\n");
}

TEST(Source, TabsKeepTheCaretInPlace) {
  EXPECT_EQ(print(fault("\tä x", "x"), Colour::off),
            "schema.graphql:1:4: error: unknown type\n"
            "    1 | \tä x\n"
            "      | \t  ^\n");
}

TEST(Source, LongLinesAreCutAroundTheFault) {
  const std::string printed =
      print(fault(std::string(5000, 'a') + "HERE" + std::string(5000, 'b'), "HERE"), Colour::off);
  EXPECT_LT(printed.size(), 700U);
  EXPECT_NE(printed.find("aHEREb"), std::string::npos);
  EXPECT_NE(printed.find("…"), std::string::npos);
}

TEST(Source, ATerminalIsNotSteeredByASourceFile) {
  EXPECT_EQ(print(fault("\x1b[31mx", "x"), Colour::off).find('\x1b'), std::string::npos);
}

TEST(Source, WithoutASourceOnlyTheMessageIsShown) {
  EXPECT_EQ(print({Severity::warning, "x", "careful", {}, "do this"}, Colour::off),
            "warning: careful\n      = do this\n");
}

TEST(Source, ColourMarksTheSeverity) {
  EXPECT_NE(print(fault("x", "x"), Colour::on).find("\x1b[1;31merror"), std::string::npos);
}

}  // namespace
}  // namespace tenon::lang
