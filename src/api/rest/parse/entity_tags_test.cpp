#include "api/rest/parse/entity_tags.hpp"

#include <gtest/gtest.h>

namespace tenon::api::rest {
namespace {

std::string print(std::string_view text) {
  const auto tags = parse_entity_tags("If-Match", text);
  if (!tags) return "malformed";
  if (tags->any) return "*";
  std::string out;
  for (const auto& tag : tags->tags) out += (tag.weak ? "W:" : "S:") + tag.opaque + " ";
  return out;
}

TEST(EntityTags, AreAStarOrAList) {
  EXPECT_EQ(print("*"), "*");
  EXPECT_EQ(print(" * "), "*");
  EXPECT_EQ(print("\"a\""), "S:a ");
  EXPECT_EQ(print("\"\""), "S: ");
  EXPECT_EQ(print("W/\"a,b\" , \"c\""), "W:a,b S:c ");
  EXPECT_EQ(print(",\"a\",, \"b\","), "S:a S:b ");
}

TEST(EntityTags, RefuseEverythingElse) {
  for (const char* text : {"", " ", ",", "a", "\"a", "a\"", "w/\"a\"", "W/ \"a\"", "W/a", "\"a\" \"b\"", "*, \"a\"",
                           "\"a b\"", "\"a\x7f\"", "\"a\",*"})
    EXPECT_EQ(print(text), "malformed") << text;
  std::string many = "\"a\"";
  for (int i = 0; i < 50; ++i) many += ",\"a\"";
  EXPECT_EQ(print(many), "malformed");
}

TEST(EntityTags, CompareWeakly) {
  const auto tags = parse_entity_tags("If-None-Match", "W/\"a\", \"b\"");
  ASSERT_TRUE(tags);
  EXPECT_TRUE(matches_weakly(*tags, "a"));
  EXPECT_TRUE(matches_weakly(*tags, "b"));
  EXPECT_FALSE(matches_weakly(*tags, "c"));
  EXPECT_TRUE(matches_weakly(*parse_entity_tags("If-None-Match", "*"), "c"));
}

}  // namespace
}  // namespace tenon::api::rest
