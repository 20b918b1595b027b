#include "access/english.hpp"

#include "access/testing/blog_model.hpp"
#include "access/testing/make_rule.hpp"

#include <gtest/gtest.h>

namespace tenon::access {
namespace {

using namespace testing;

struct EnglishTest : ::testing::Test {
  BlogModel blog;
  schema::Field& post(const std::string& name) { return BlogModel::field(blog.post, name); }
  ExpressionPtr of(const std::string& name) { return column(post(name)); }
  ExpressionPtr mine() { return equal(of("author"), auth_id()); }
  std::string say(const ExpressionPtr& rule) { return to_english(*rule, blog.model); }
};

TEST_F(EnglishTest, SaysARuleOfTheExample) {
  EXPECT_EQ(say(either({of("published"), mine(), auth_is(1)})),
            "the post is published, or its author is the caller, or the caller is a moderator");
  EXPECT_EQ(say(both({of("locked"), no(auth_is(0))})), "the post is locked, and the caller is not a user");
  EXPECT_EQ(say(equal(column(*blog.user.id), auth_id())), "the user is the caller");
}

TEST_F(EnglishTest, PutsNotWhereItBelongs) {
  EXPECT_EQ(say(no(either({of("published"), mine()}))), "the post is not published, and its author is not the caller");
  EXPECT_EQ(say(no(auth_anonymous())), "the caller is signed in");
  EXPECT_EQ(say(no(is_null(of("score")))), "its score is set");
  EXPECT_EQ(say(no(node(ExpressionKind::less, {of("score"), number(3)}))), "its score is at least 3");
  EXPECT_EQ(say(no(node(ExpressionKind::contains, {of("title"), text("!")}))), "its title does not contain '!'");
}

TEST_F(EnglishTest, KeepsPartsOfOneAnotherApart) {
  EXPECT_EQ(say(either({both({of("published"), mine()}), auth_is(1)})),
            "the post is published and its author is the caller, or the caller is a moderator");
  EXPECT_EQ(say(both({either({of("published"), mine()}), auth_is(1)})),
            "either the post is published or its author is the caller, and the caller is a moderator");
  EXPECT_EQ(say(either({both({of("locked"), either({of("published"), mine()})}), auth_is(1)})),
            "the post is locked and (the post is published or its author is the caller), or the caller is a moderator");
}

TEST_F(EnglishTest, FollowsRelations) {
  const auto city = equal(column(BlogModel::field(blog.user, "city"), 2), text("Bern"));
  EXPECT_EQ(say(relation(ExpressionKind::related, post("author"), 2, city)), "its author's city is 'Bern'");
  const auto& author = BlogModel::field(blog.comment, "author");
  const auto by_caller = equal(column(author, 2), auth_id());
  EXPECT_EQ(say(relation(ExpressionKind::exists, post("comments"), 2, by_caller)),
            "among its comments there is one where that comment's author is the caller");
  EXPECT_EQ(say(no(relation(ExpressionKind::exists, post("comments"), 2, by_caller))),
            "among its comments there is none where that comment's author is the caller");
  EXPECT_EQ(say(relation(ExpressionKind::all, post("comments"), 2, by_caller)),
            "for each of its comments that comment's author is the caller");
  EXPECT_EQ(say(no(relation(ExpressionKind::all, post("comments"), 2, by_caller))),
            "among its comments there is one where that comment's author is not the caller");
  EXPECT_EQ(say(relation(ExpressionKind::exists, post("topics"), 2, flag(true))), "the post has topics");
  EXPECT_EQ(say(relation(ExpressionKind::related, post("author"), 2, flag(true))), "its author is set");
  EXPECT_EQ(say(can(schema::Operation::read, BlogModel::field(blog.comment, "post"))), "the caller may read its post");
}

TEST_F(EnglishTest, NamesValues) {
  const auto day = literal(std::int64_t{86'400'000'000}, Type::duration);
  const auto later = node(ExpressionKind::add, {of("due"), day}, Type::timestamp);
  EXPECT_EQ(say(node(ExpressionKind::less, {now(), later})), "now is before its due plus 1 day");
  EXPECT_EQ(say(node(ExpressionKind::greater, {of("score"), column(post("score"), schema::variable::old)})),
            "its score is more than its former score");
  EXPECT_EQ(say(node(ExpressionKind::in_list, {of("title"), list_of(Type::string, {text("a"), text("b")})})),
            "its title is one of 'a', 'b'");
  EXPECT_EQ(say(node(ExpressionKind::in_list, {text("write"), scopes()})), "'write' is among the caller's scopes");
  EXPECT_EQ(say(equal(node(ExpressionKind::size, {of("words")}, Type::integer), claim("maxWords", Type::integer))),
            "the number of its words is the caller's max words");
  EXPECT_EQ(say(node(ExpressionKind::conditional, {of("locked"), mine(), flag(true)})),
            "if the post is locked then its author is the caller, else always");
}

}  // namespace
}  // namespace tenon::access
