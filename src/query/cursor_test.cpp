#include "query/cursor.hpp"

#include "base/base64.hpp"
#include "query/testing/test_small_blog.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace tenon::query {
namespace {

using base::Value;

struct CursorTest : ::testing::Test {
  testing::Parts blog;
  const schema::Resource& post = blog.type("Post");
  std::vector<SortKey> by_title{{&blog.field("Post.title"), false}, {post.id, false}};
  std::string key = "the key";

  std::optional<std::vector<Value>> round_trip(const std::vector<Value>& values) {
    std::vector<SortKey> keys(values.size(), {post.id, false});
    return read_cursor(key, write_cursor(key, post, keys, values), post, keys);
  }
};

TEST_F(CursorTest, EveryKindOfValueComesBackAsItWas) {
  const std::vector<Value> values{
      Value{},
      Value{true},
      Value{false},
      Value{std::int64_t{0}},
      Value{std::numeric_limits<std::int64_t>::min()},
      Value{std::numeric_limits<std::int64_t>::max()},
      Value{0.1},
      Value{-1e308},
      Value{5e-324},
      Value{std::string()},
      Value{std::string("i3:123n0:")},
      Value{std::string("zero\0inside", 11)},
      Value{std::string("Grüße \"\\\n")},
      Value{base::Bytes{std::string("\0\xff\x01", 3)}},
  };
  const auto back = round_trip(values);
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, values);
}

TEST_F(CursorTest, EveryChangedBitIsRefused) {
  const std::vector<Value> values{Value{std::string("a title")}, Value{std::string("id")}};
  const auto cursor = write_cursor(key, post, by_title, values);
  ASSERT_TRUE(read_cursor(key, cursor, post, by_title));
  auto bytes = *base::base64url_decode(cursor);
  for (std::size_t i = 0; i < bytes.size() * 8; ++i) {
    auto changed = bytes;
    changed[i / 8] = static_cast<char>(changed[i / 8] ^ (1 << (i % 8)));
    EXPECT_FALSE(read_cursor(key, base::base64url_encode(changed), post, by_title)) << "bit " << i;
  }
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(read_cursor(key, base::base64url_encode(bytes.substr(0, size)), post, by_title)) << size;
  EXPECT_FALSE(read_cursor(key, cursor + "A", post, by_title));
}

TEST_F(CursorTest, NonsenseIsRefused) {
  for (const char* text : {"", "A", "AAAA", "!!!!", "not base64", "=", "Zm9v=", "\xff\xfe"})
    EXPECT_FALSE(read_cursor(key, text, post, by_title)) << text;
  EXPECT_FALSE(read_cursor(key, std::string(1 << 20, 'A'), post, by_title));
}

TEST_F(CursorTest, BelongsToOneResourceOneOrderAndOneKey) {
  const std::vector<Value> values{Value{std::string("a")}, Value{std::string("b")}};
  const auto cursor = write_cursor(key, post, by_title, values);
  EXPECT_FALSE(read_cursor("another key", cursor, post, by_title));
  EXPECT_FALSE(read_cursor(key, cursor, blog.type("Comment"), by_title));
  auto down = by_title;
  down[0].descending = true;
  EXPECT_FALSE(read_cursor(key, cursor, post, down));
  down = by_title;
  down[1].descending = true;
  EXPECT_FALSE(read_cursor(key, cursor, post, down));
  const std::vector<SortKey> other{{&blog.field("Post.secret"), false}, {post.id, false}};
  EXPECT_FALSE(read_cursor(key, cursor, post, other));
  EXPECT_FALSE(read_cursor(key, cursor, post, {{post.id, false}}));
  auto longer = by_title;
  longer.push_back({post.id, false});
  EXPECT_FALSE(read_cursor(key, cursor, post, longer));
}

TEST_F(CursorTest, AValueCannotPretendToBeTheOrderItIsSignedWith) {
  // "title" sorted ascending would be signed as "<values>\0Post+title+id".
  const std::vector<SortKey> by_id{{post.id, false}};
  const auto forged = write_cursor(key, post, by_id, {Value{std::string("x\0Post+title", 12)}});
  EXPECT_FALSE(read_cursor(key, forged, post, by_title));
}

}  // namespace
}  // namespace tenon::query
