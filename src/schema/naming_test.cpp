#include "schema/naming.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace tenon::schema {
namespace {

TEST(NamingTest, WordsOfANameAreJoinedByUnderscores) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"OrderLine", "order_line"},
      {"HTTPServer", "http_server"},
      {"createdAt", "created_at"},
      {"isHTML5", "is_html5"},
      {"user2FA", "user2_fa"},
      {"already_snake", "already_snake"},
      {"A", "a"},
      {"ABTest", "ab_test"},
      {"Order_Line", "order_line"},
  };
  for (const auto& [name, expected] : cases) EXPECT_EQ(snake_case(name), expected) << name;
}

TEST(NamingTest, TheLastWordIsPluralised) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"post", "posts"},        {"category", "categories"},    {"box", "boxes"},
      {"person", "people"},     {"order_line", "order_lines"}, {"sales_person", "sales_people"},
      {"address", "addresses"}, {"status", "statuses"},        {"day", "days"},
      {"branch", "branches"},   {"analysis", "analyses"},      {"settings", "settings"},
      {"news", "news"},         {"child", "children"},         {"photo", "photos"},
      {"canvas", "canvases"},
  };
  for (const auto& [name, expected] : cases) EXPECT_EQ(pluralise(name), expected) << name;
}

TEST(NamingTest, PathSegmentsAreLowerCaseAndPlain) {
  for (std::string_view good : {"posts", "order-lines", "v2", "a_b"}) EXPECT_TRUE(is_path_segment(good)) << good;
  for (std::string_view bad : {"", "Posts", "a/b", "-a", "a-", "a--b", "1a", "a b", "a.b", "ä", "%2e"}) {
    EXPECT_FALSE(is_path_segment(bad)) << bad;
  }
  EXPECT_FALSE(is_path_segment(std::string(64, 'a')));
}

TEST(NamingTest, NamesTooLongForDatabasesKeepTheirBeginningAndDiffer) {
  std::string left = fit_sql_name(std::string(80, 'a') + "1");
  std::string right = fit_sql_name(std::string(80, 'a') + "2");
  EXPECT_EQ(left.size(), max_sql_name);
  EXPECT_NE(left, right);
  EXPECT_EQ(fit_sql_name("short"), "short");
}

}  // namespace
}  // namespace tenon::schema
