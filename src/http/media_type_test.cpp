#include "http/media_type.hpp"

#include <gtest/gtest.h>

#include <array>

namespace tenon::http {
namespace {

constexpr std::array<std::string_view, 3> offered{"application/json", "application/problem+json", "text/html"};

TEST(ParseMediaType, ReadsTypeAndParameters) {
  const auto media = parse_media_type("Application/JSON ; Charset=\"UTF-8\";x=y");
  ASSERT_TRUE(media);
  EXPECT_EQ(media->essence(), "application/json");
  EXPECT_EQ(media->parameter("charset"), "UTF-8");
  EXPECT_EQ(media->parameter("x"), "y");
  EXPECT_EQ(media->parameter("z"), "");
}

TEST(ParseMediaType, RefusesWhatIsNone) {
  for (const std::string text : {"", "json", "a/", "/b", "a/b c", "a/b;c", "a/b;c=", "a/b;c=\"d", "a b/c", "a/b,c/d"})
    EXPECT_FALSE(parse_media_type(text)) << text;
}

TEST(IsJson, TakesJsonInUtf8) {
  for (const std::string text : {"application/json", "application/json; charset=utf-8",
                                 "APPLICATION/JSON;charset=UTF-8", "application/merge-patch+json"})
    EXPECT_TRUE(is_json(text)) << text;
  for (const std::string text :
       {"", "text/json", "application/xml", "application/json; charset=latin1", "application/jsonx"})
    EXPECT_FALSE(is_json(text)) << text;
}

TEST(Negotiate, TakesTheFirstWithoutAPreference) {
  EXPECT_EQ(negotiate("", offered), "application/json");
  EXPECT_EQ(negotiate("*/*", offered), "application/json");
  EXPECT_EQ(negotiate("application/*", offered), "application/json");
  EXPECT_EQ(negotiate("nonsense", offered), "application/json");
}

TEST(Negotiate, FollowsQualityAndPrecision) {
  EXPECT_EQ(negotiate("text/html", offered), "text/html");
  EXPECT_EQ(negotiate("text/html, application/json;q=0.9", offered), "text/html");
  EXPECT_EQ(negotiate("text/html;q=0.5, application/json;q=0.9", offered), "application/json");
  EXPECT_EQ(negotiate("application/json;q=0, */*;q=0.1", offered), "application/problem+json");
  EXPECT_EQ(negotiate("*/*;q=0.2, text/*;q=0.8", offered), "text/html");
  EXPECT_EQ(negotiate("TEXT/HTML ; q=1.000", offered), "text/html");
}

TEST(Negotiate, GivesNothingWhenNothingFits) {
  EXPECT_EQ(negotiate("image/png", offered), "");
  EXPECT_EQ(negotiate("*/*;q=0", offered), "");
  EXPECT_EQ(negotiate("image/png, text/html;q=2", offered), "");
}

TEST(NamesType, SeesOnlyTheTypeItself) {
  EXPECT_TRUE(names_type("text/html, application/problem+json;q=0.5", "application/problem+json"));
  EXPECT_FALSE(names_type("application/*", "application/problem+json"));
  EXPECT_FALSE(names_type("application/problem+json;q=0", "application/problem+json"));
}

}  // namespace
}  // namespace tenon::http
