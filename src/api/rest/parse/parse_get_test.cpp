#include "api/rest/parse/requests.hpp"
#include "api/rest/testing/blog_model.hpp"
#include "api/rest/testing/print.hpp"

#include <gtest/gtest.h>

namespace tenon::api::rest {
namespace {

using testing::print;

const schema::Resource& resource(std::string_view path) {
  static const schema::ModelPtr model = testing::blog_model();
  return *model->find_path(path);
}

std::string selection_of(const http::QueryParameters& query, std::string_view path = "comments") {
  const auto operation = parse_get(resource(path), std::string("1"), query);
  return operation ? print(*operation, operation->selection) : print(operation.error());
}

TEST(ParseGet, GivesEveryFieldThatMayLeave) {
  EXPECT_EQ(selection_of({}, "users"), "id,email,name,role,createdAt,updatedAt");
  EXPECT_EQ(selection_of({}), "id,post,author,body,createdAt,updatedAt");
}

TEST(ParseGet, ReadsFieldsAndIncludes) {
  const std::string tag = "id,name,createdAt,updatedAt";
  const std::vector<std::pair<http::QueryParameters, std::string>> cases{
      {{{"fields", "body,post"}}, "body,post"},
      {{{"fields", "body,body"}}, "body"},
      {{{"fields", "body"}, {"include", "author"}, {"fields", "post"}, {"fields[author]", "name"}, {"include", "post"}},
       "body,post author{name} "
       "post{id,title,body,published,locked,views,page,slug,score,due,extra,labels,author,editor,"
       "createdAt,updatedAt}"},
      {{{"fields", "body"}, {"include", "author"}, {"fields[author]", "name"}}, "body author{name}"},
      {{{"fields[post.author]", "name"}, {"include", "post.author"}, {"fields", "id"}, {"fields[post]", "id"}},
       "id post{id author{name}}"},
      {{{"include", "post.tags,post.author,post"},
        {"fields", "id"},
        {"fields[post]", "id"},
        {"fields[post.author]", "id"},
        {"limit[post.tags]", "3"},
        {"sort[post.tags]", "-name"}},
       "id post{id tags*3/-name{" + tag + "} author{id}}"},
      {{{"fields", "id"}, {"include", "post.tags"}, {"fields[post]", "id"}}, "id post{id tags*20{" + tag + "}}"},
  };
  for (const auto& [query, expected] : cases) EXPECT_EQ(selection_of(query), expected);
}

TEST(ParseGet, RefusesWhatIsNotThere) {
  const std::vector<std::pair<http::QueryParameters, std::string>> cases{
      {{{"fields", ""}}, "fields | unknown | Unknown field \"\" of comments."},
      {{{"fields", "bdy"}}, "fields | unknown | Unknown field \"bdy\" of comments. Did you mean \"body\"?"},
      {{{"include", "body"}}, "include | type | \"body\" is no relation: it cannot be included"},
      {{{"include", "post.nothing"}}, "include | unknown | Unknown field \"nothing\" of posts."},
      {{{"fields[post]", "id"}}, "fields[post] | unknown | \"post\" is not included; ask for it with include=post"},
      {{{"include", "post"}, {"limit[post]", "2"}}, "limit[post] | type | \"post\" is one row, not a list"},
      {{{"include", "post.tags"}, {"limit[post.tags]", "101"}},
       "limit[post.tags] | range | must be a whole number from 1 to 100"},
      {{{"include", "post.tags"}, {"limit[post.tags]", "1"}, {"limit[post.tags]", "2"}},
       "limit[post.tags] | duplicate | is given twice"},
      {{{"limit", "3"}}, "limit | unknown | has a meaning for lists only"},
      {{{"body", "x"}}, "body | unknown | has a meaning for lists only"},
      {{{"or", "(body=x)"}}, "or | unknown | has a meaning for lists only"},
      {{{"includ", "post"}},
       "includ | unknown | Unknown parameter or field \"includ\" of comments. Did you mean \"include\"?"},
      {{{"include", "post.author.posts.author.posts"}}, "include | limit | Includes nest at most 4 deep"},
  };
  for (const auto& [query, expected] : cases) EXPECT_EQ(selection_of(query), "400\n" + expected);
  EXPECT_EQ(selection_of({{"fields", "tags"}}, "posts"),
            "400\nfields | type | \"tags\" is a list of rows: ask for it with include=tags");
}

TEST(ParseGet, TheAnswerOfAWriteTakesFieldsOnly) {
  const auto selection = parse_answer_fields(resource("comments"), {{"fields", "id,body"}});
  ASSERT_TRUE(selection);
  EXPECT_EQ(print(query::Operation{}, *selection), "id,body");
  EXPECT_TRUE(parse_answer_fields(resource("comments"), {}));
  EXPECT_FALSE(parse_answer_fields(resource("comments"), {{"include", "post"}}));
  EXPECT_FALSE(parse_nothing({{"force", "true"}}));
  EXPECT_TRUE(parse_nothing({}));
}

}  // namespace
}  // namespace tenon::api::rest
