#include "http/url.hpp"

#include <gtest/gtest.h>

namespace tenon::http {
namespace {

using Pairs = QueryParameters;

TEST(PercentDecode, DecodesAndIsStrict) {
  EXPECT_EQ(percent_decode("a%20b%C3%A9+c"), "a b\xC3\xA9+c");
  EXPECT_EQ(percent_decode("a+b%2B", PlusSign::space), "a b+");
  EXPECT_EQ(percent_decode(""), "");
  for (const std::string text : {"%", "%2", "%G0", "%0g", "a%", "%00", "%FF", "%C3", "%ED%A0%80", "%C0%80"})
    EXPECT_EQ(percent_decode(text), std::nullopt) << text;
}

TEST(PercentEncode, IsUndoneByDecoding) {
  std::string text;
  for (int letter = 1; letter < 128; ++letter) text += static_cast<char>(letter);
  text += "\xC3\xA9";
  EXPECT_EQ(percent_decode(percent_encode(text)), text);
  EXPECT_EQ(percent_encode("a/b c~"), "a%2Fb%20c~");
}

TEST(ParseQuery, KeepsOrderAndRepetition) {
  EXPECT_EQ(*parse_query("b=2&a=1&b=3"), (Pairs{{"b", "2"}, {"a", "1"}, {"b", "3"}}));
  EXPECT_EQ(*parse_query("views[gte]=10&title%5Bcontains%5D=a+b"),
            (Pairs{{"views[gte]", "10"}, {"title[contains]", "a b"}}));
  EXPECT_EQ(*parse_query("a=b=c&&d&e=&"), (Pairs{{"a", "b=c"}, {"d", ""}, {"e", ""}}));
  EXPECT_EQ(*parse_query(""), Pairs{});
}

TEST(ParseQuery, RefusesWhatCannotBeUnderstood) {
  for (const std::string query : {"a=%", "%zz=1", "=1", "a=%00", "a=%FF"}) {
    const auto parsed = parse_query(query);
    ASSERT_FALSE(parsed) << query;
    EXPECT_EQ(parsed.error().code, base::ErrorCode::bad_request);
  }
  EXPECT_EQ(parse_query("title=%").error().details.at(0).field, "title");
}

TEST(ParseQuery, BoundsTheNumberOfParameters) {
  EXPECT_TRUE(parse_query("a&b&c", 3));
  EXPECT_FALSE(parse_query("a&b&c&d", 3));
}

}  // namespace
}  // namespace tenon::http
