#include "sql/postgres_pattern.hpp"

#include <gtest/gtest.h>

// That both mean the same is shown in db/postgres, where there is a server to ask.
namespace tenon::sql {
namespace {

std::string said(std::string_view pattern) {
  const auto translated = postgres_pattern(pattern);
  return translated ? *translated : "refused: it " + translated.error();
}

TEST(PostgresPatternTest, SaysWhatMeansTheSame) {
  EXPECT_EQ(said(""), "(?:)");
  EXPECT_EQ(said("abc"), "abc");
  EXPECT_EQ(said("a.c"), "a[^\\n]c");
  EXPECT_EQ(said("(?s)a.c"), "a.c");
  EXPECT_EQ(said("a|b|"), "a|b|(?:)");
  EXPECT_EQ(said("(a)(?:b)(?P<name>c)"), "(?:a)(?:b)(?:c)");
  EXPECT_EQ(said("a*b+?c??d{2}e{2,}f{2,3}?"), "(?:a)*(?:b)+(?:c)?(?:d){2}(?:e){2,}(?:f){2,3}");
  EXPECT_EQ(said("a{,2}"), "a\\u007B\\u002C2\\u007D");
  EXPECT_EQ(said("^a$\\A\\z\\b\\B"), "^a$\\A\\Z\\y\\Y");
  EXPECT_EQ(said("(?:^)*a"), "(?:(?:^))*a");
  EXPECT_EQ(said("^*a"), "(?:^|)a");
  EXPECT_EQ(said("(?m)^a$"), "(?:^|(?<=\\n))a(?:$|(?=\\n))");
}

TEST(PostgresPatternTest, ClassesAreOfAsciiAndCodePoints) {
  EXPECT_EQ(said("\\d\\s\\w"), "[0-9][\\u0009-\\u000A\\u000C-\\u000D\\u0020][0-9A-Z\\u005Fa-z]");
  EXPECT_EQ(said("[a-cx-]"), "[a-cx\\u002D]");
  EXPECT_EQ(said("[^a]"), "[^a]");
  EXPECT_EQ(said("[]a]"), "[\\u005Da]");
  EXPECT_EQ(said("[[:alpha:]_]"), "[A-Za-z\\u005F]");
  EXPECT_EQ(said("\\D"), "[\\u0001-\\u002F\\u003A-\\U0010FFFF]");
  EXPECT_EQ(said("[^\\x00-\\x{10FFFF}]"), "[^\\u0001-\\U0010FFFF]");
  EXPECT_EQ(said("\xC3\xA9"), "\\u00E9");
  EXPECT_EQ(said("[^\\x{0}]"), ".");
}

TEST(PostgresPatternTest, EscapesAndQuotesAreText) {
  EXPECT_EQ(said("\\.\\x41\\x{1F600}\\101\\n"), "\\u002EA\\U0001F600A\\u000A");
  EXPECT_EQ(said("\\Qa*b\\E+"), "a\\u002A(?:b)+");
  EXPECT_EQ(said("\\*\\*=a"), "\\u002A\\u002A\\u003Da");
}

TEST(PostgresPatternTest, CaseIsIgnoredInAsciiAlone) {
  EXPECT_EQ(said("(?i)a1"), "[aA]1");
  EXPECT_EQ(said("(?i)k"), "[kK\\u212A]");
  EXPECT_EQ(said("(?i:a)b"), "(?:[aA])b");
  EXPECT_EQ(said("(a(?i)b)c"), "(?:a[bB])c");
  EXPECT_EQ(said("(?i)\xC3\xA9"), "refused: it ignores the case of letters beyond ASCII");
}

TEST(PostgresPatternTest, RefusesWhatPostgresqlCannotSay) {
  EXPECT_EQ(said("\\pL"), "refused: it uses a Unicode class (\\p), which PostgreSQL does not have");
  EXPECT_EQ(said("[\\p{Greek}]"), "refused: it uses a Unicode class (\\p), which PostgreSQL does not have");
  EXPECT_EQ(said("\\C"), "refused: it uses \\C, a single byte, which PostgreSQL does not have");
  EXPECT_EQ(said("a{256}"), "refused: it repeats more than 255 times, which is PostgreSQL's limit");
}

TEST(PostgresPatternTest, BrokenPatternsEnd) {
  for (const std::string_view pattern : {"(", ")", "[", "[a", "\\", "a{", "(?", "(?P<", "\\x{", "\\Q", "[\\", "[a-"})
    EXPECT_FALSE(said(pattern).empty()) << pattern;
}

}  // namespace
}  // namespace tenon::sql
