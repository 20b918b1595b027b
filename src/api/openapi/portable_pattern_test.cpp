#include "api/openapi/portable_pattern.hpp"

#include "base/pattern.hpp"

#include <gtest/gtest.h>

namespace tenon::api::openapi {
namespace {

TEST(PortablePattern, KnowsWhatMeansTheSameInBothSyntaxes) {
  for (const auto* pattern :
       {"^[a-z0-9-]+$", "^(A|B|AB|0)[+-]$", "^[A-Z]{2,5}$", "\\d+\\.\\d{2}", "^(?:a|b)*?$", "\\w\\b"})
    EXPECT_TRUE(is_portable(pattern)) << pattern;
  for (const auto* pattern : {"(?i)abc", "\\Aabc\\z", "[[:alpha:]]+", "\\pL", "\\s", "\\p{Greek}", "(?P<year>\\d+)",
                              "\\Qa.b\\E", "\xc3\xa4+"})
    EXPECT_FALSE(is_portable(pattern)) << pattern;
}

TEST(PortablePattern, GuessesTextsThatMatch) {
  for (const auto* pattern : {"^[a-z0-9-]+$", "^(A|B|AB|0)[+-]$", "^[A-Z]{2,5}$", "\\d+\\.\\d{2}", "^(?:ab|c){3}x?$",
                              "^[\\w.]+@$", "", "^#\\+$", "a|b", ".{3}", "^\\s\\d\\w$"}) {
    const auto text = text_matching(pattern);
    ASSERT_TRUE(text) << pattern;
    EXPECT_TRUE(base::Pattern(pattern).matches(*text)) << pattern << " and " << *text;
  }
}

TEST(PortablePattern, GivesUpOnTheRest) {
  for (const auto* pattern : {"[^a-z]", "(?i)a", "a{1000}", "*", "(", "[", "\\", "[\\", "a{",
                              "(((((((((((((((((((((((a)))))))))))))))))))))))"})
    EXPECT_FALSE(text_matching(pattern)) << pattern;
}

}  // namespace
}  // namespace tenon::api::openapi
