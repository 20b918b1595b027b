#include "api/rest/parse/requests.hpp"
#include "api/rest/testing/blog_model.hpp"
#include "api/rest/testing/print.hpp"

#include <gtest/gtest.h>

namespace tenon::api::rest {
namespace {

using testing::print;

const schema::Model& model() {
  static const schema::ModelPtr model = testing::blog_model();
  return *model;
}

base::Result<std::vector<base::Value>> read_cursor(std::string_view cursor, const schema::Resource&,
                                                   const std::vector<query::SortKey>& sort) {
  if (cursor != "good") return base::unexpected(base::Error(base::ErrorCode::bad_request, "This cursor is not valid"));
  return std::vector<base::Value>(sort.size() + 1, base::Value(std::int64_t{7}));
}

base::Result<ListRequest> parse(const http::QueryParameters& query, std::string_view path = "posts") {
  return parse_list(*model().find_path(path), std::nullopt, query, read_cursor);
}

std::string filter_of(const http::QueryParameters& query) {
  const auto request = parse(query);
  return request ? print(request->operation, request->operation.filter) : print(request.error());
}

std::string fault_of(const http::QueryParameters& query) {
  const auto request = parse(query);
  return request ? "no fault" : print(request.error());
}

TEST(ParseList, ReadsConditions) {
  const std::vector<std::pair<http::QueryParameters, std::string>> cases{
      {{}, "all()"},
      {{{"published", "true"}}, "all([published == true])"},
      {{{"views[gte]", "10"}, {"views[lt]", "20"}}, "all([views >= 10] [views < 20])"},
      {{{"title", "a,b\\c"}}, "all([title == 'a,b\\c'])"},
      {{{"title[contains]", "go"}}, "all([title contains 'go'])"},
      {{{"title[startsWith]", ""}}, "all([title starts ''])"},
      {{{"title[endsWith]", "%"}}, "all([title ends '%'])"},
      {{{"views[ne]", "-3"}}, "all([views != -3])"},
      {{{"views[nin]", "1,2"}}, "all([views nin 1 2])"},
      {{{"author.role", "admin"}}, "all([author.role == 'admin'])"},
      {{{"author.email[contains]", "ADA@"}}, "all([author.email contains 'ada@'])"},
      {{{"tags.name[in]", "a,b\\,c,\\\\"}}, "all([tags.name in 'a' 'b,c' '\\'])"},
      {{{"comments.author.name", "Ada"}}, "all([comments.author.name == 'Ada'])"},
      {{{"author", "0190A6B0-0000-7000-8000-000000000001"}}, "all([author == '0190a6b0-0000-7000-8000-000000000001'])"},
      {{{"editor[isNull]", "true"}}, "all([editor null true])"},
      {{{"tags", "5"}}, "all([tags.id == 5])"},
      {{{"tags[in]", "5,6"}}, "all([tags.id in 5 6])"},
      {{{"labels[contains]", "x"}}, "all([labels has 'x'])"},
      {{{"extra[isNull]", "false"}}, "all([extra null false])"},
      {{{"page[eq]", "3"}}, "all([page == 3])"},
      {{{"tags.name", "a"}, {"tags.name", "b"}}, "all([tags.name == 'a'] [tags.name == 'b'])"},
  };
  for (const auto& [query, expected] : cases) EXPECT_EQ(filter_of(query), expected);
}

TEST(ParseList, ReadsGroups) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"(published=true)", "all(any([published == true]))"},
      {"(published=true,views[gte]=10)", "all(any([published == true] [views >= 10]))"},
      {"(published=true, (views[gte]=10,locked=false))",
       "all(any([published == true] all([views >= 10] [locked == false])))"},
      {"((a.b=1,(views=1,views=2)))", "400\nor.a.b | unknown | Unknown parameter or field \"a\" of posts."},
      {"(title=\"a,b) \\\"c\\\" \\\\\",title=x y)", "all(any([title == 'a,b) \"c\" \\'] [title == 'x y']))"},
      {"(views[in]=\"1,2\",title[in]=\"a\\,b\")", "all(any([views in 1 2] [title in 'a,b']))"},
      {"(title=)", "all(any([title == '']))"},
      {"(author.role=admin)", "all(any([author.role == 'admin']))"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(filter_of({{"or", text}}), expected) << text;
}

TEST(ParseList, SeveralGroupsMustAllHold) {
  EXPECT_EQ(filter_of({{"or", "(views=1,views=2)"}, {"or", "(locked=true)"}, {"title", "x"}}),
            "all(any([views == 1] [views == 2]) any([locked == true]) [title == 'x'])");
}

TEST(ParseList, PointsAtTheFaultInAGroup) {
  const std::string hint = "; groups look like (a=1,b[gte]=2)";
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "\"(\" at character 1"},
      {"views=1", "\"(\" at character 1"},
      {"()", "a field at character 2"},
      {"(views)", "\"=\" at character 7"},
      {"(views=1", "\",\" or \")\" at character 9"},
      {"(views=1))", "nothing more at character 10"},
      {"(views[gte=1)", "\"]\" at character 11"},
      {"(title=\"x)", "a closing quote at character 11"},
      {"(title=\"x\"y)", "\",\" or \")\" at character 11"},
      {"(views=1,)", "a field at character 10"},
  };
  for (const auto& [text, expected] : cases)
    EXPECT_EQ(fault_of({{"or", text}}), "400\nor | syntax | Expected " + expected + hint) << text;
}

TEST(ParseList, GroupsDoNotNestWithoutEnd) {
  EXPECT_EQ(fault_of({{"or", std::string(5000, '(')}}), "400\nor | limit | Groups nest at most 8 deep");
}

TEST(ParseList, ReportsEveryFaultAtOnce) {
  EXPECT_EQ(
      fault_of({{"titel", "x"}, {"views[gte]", "many"}, {"sort", "-creatdAt"}, {"limit", "0"}, {"include", "autor"}}),
      "400\n"
      "include | unknown | Unknown field \"autor\" of posts. Did you mean \"author\"?\n"
      "titel | unknown | Unknown parameter or field \"titel\" of posts. Did you mean \"title\"?\n"
      "views[gte] | type | must be a whole number of 32 bits\n"
      "sort | unknown | Unknown field \"creatdAt\" of posts. Did you mean \"createdAt\"?\n"
      "limit | range | must be a whole number from 1 to 100");
}

TEST(ParseList, RefusesOperatorsThatDoNotFit) {
  EXPECT_EQ(fault_of({{"published[gte]", "true"}}),
            "400\npublished[gte] | operator | This operator does not fit: \"published\" is a boolean and takes eq, ne, "
            "isNull");
  EXPECT_EQ(
      fault_of({{"author.role[startsWith]", "a"}}),
      "400\nauthor.role[startsWith] | operator | This operator does not fit: \"role\" is an enum and takes eq, ne, "
      "in, nin, isNull");
  EXPECT_EQ(
      fault_of({{"views[like]", "1"}}),
      "400\nviews[like] | operator | Unknown operator: \"views\" is a number and takes eq, ne, lt, lte, gt, gte, in, "
      "nin, isNull");
  EXPECT_EQ(fault_of({{"labels", "x"}}),
            "400\nlabels | operator | This operator does not fit: \"labels\" is a list and takes contains, isNull");
  EXPECT_EQ(fault_of({{"extra", "{}"}}),
            "400\nextra | operator | This operator does not fit: \"extra\" is JSON and takes isNull");
}

TEST(ParseList, RefusesWrongPaths) {
  EXPECT_EQ(fault_of({{"title.length", "1"}}),
            "400\ntitle.length | type | \"title\" is text, not a relation: nothing follows it");
  EXPECT_EQ(fault_of({{"author.pasword", "1"}}), "400\nauthor.pasword | unknown | Unknown field \"pasword\" of users.");
  EXPECT_EQ(fault_of({{"author..name", "1"}}), "400\nauthor..name | unknown | Unknown field \"\" of users.");
  EXPECT_EQ(fault_of({{"author.posts.author.posts.author.name", "x"}}),
            "400\nauthor.posts.author.posts.author.name | limit | A path goes over at most 4 relations");
  EXPECT_EQ(fault_of({{"views[gte", "1"}}),
            "400\nviews[gte | syntax | Brackets hold one operator at the end of a name, as in views[gte]");
  EXPECT_EQ(fault_of({{"views[gte][lt]", "1"}}),
            "400\nviews[gte][lt] | syntax | Brackets hold one operator at the end of a name, as in views[gte]");
}

TEST(ParseList, AWriteOnlyFieldIsAsUnknownAsOneThatIsNotThere) {
  const std::string pin = fault_of({{"author.pin", "1234"}});
  EXPECT_EQ(pin, "400\nauthor.pin | unknown | Unknown field \"pin\" of users.");
  const auto sorted =
      parse_list(*model().find_path("users"), std::nullopt, {{"sort", "pin"}, {"fields", "pin"}}, read_cursor);
  ASSERT_FALSE(sorted);
  EXPECT_EQ(
      print(sorted.error()),
      "400\nsort | unknown | Unknown field \"pin\" of users.\nfields | unknown | Unknown field \"pin\" of users.");
}

TEST(ParseList, CountsItsConditions) {
  http::QueryParameters query;
  for (int i = 0; i < 51; ++i) query.emplace_back("views", "1");
  EXPECT_EQ(fault_of(query), "400\nviews | limit | At most 50 conditions in one request");
  std::string list = "1";
  for (int i = 0; i < 100; ++i) list += ",1";
  EXPECT_EQ(fault_of({{"views[in]", list}}), "400\nviews[in] | limit | At most 100 values in one list");
}

TEST(ParseList, ReadsSort) {
  const auto request = parse({{"sort", "-createdAt,title,author"}});
  ASSERT_TRUE(request);
  EXPECT_EQ(print(request->operation.sort), "-createdAt,title,author");
  EXPECT_EQ(fault_of({{"sort", "title"}, {"sort", "-title"}}), "400\nsort | duplicate | \"title\" is named twice");
  EXPECT_EQ(fault_of({{"sort", "title,-title"}}), "400\nsort | duplicate | \"title\" is named twice");
  EXPECT_EQ(fault_of({{"sort", "tags"}}), "400\nsort | type | \"tags\" has no order to sort by");
  EXPECT_EQ(fault_of({{"sort", "labels,extra"}}),
            "400\nsort | type | \"labels\" has no order to sort by\nsort | type | \"extra\" has no order to sort by");
  EXPECT_EQ(fault_of({{"sort", "a,b,c,d,e,f"}}), "400\nsort | limit | At most 5 sort keys");
  EXPECT_EQ(fault_of({{"sort", ""}}), "400\nsort | unknown | Unknown field \"\" of posts.");
}

TEST(ParseList, ReadsPages) {
  auto request = parse({});
  ASSERT_TRUE(request);
  EXPECT_EQ(print(request->operation, request->operation.limit), "20");
  EXPECT_FALSE(request->operation.offset);
  EXPECT_FALSE(request->page.by_number);

  request = parse({{"limit", "100"}, {"cursor", "good"}, {"sort", "title"}});
  ASSERT_TRUE(request);
  EXPECT_EQ(request->page.size, 100);
  EXPECT_EQ(request->operation.cursor.after.size(), 2U);

  request = parse({{"page", "3"}, {"perPage", "7"}});
  ASSERT_TRUE(request);
  EXPECT_TRUE(request->page.by_number);
  EXPECT_EQ(print(request->operation, request->operation.offset->offset), "14");
  EXPECT_EQ(print(request->operation, request->operation.limit), "7");
  EXPECT_EQ(parse({{"page", "2"}})->page.size, 20);
  EXPECT_EQ(parse({{"perPage", "5"}})->page.number, 1);
}

TEST(ParseList, RefusesWrongPages) {
  const std::string range = " | range | must be a whole number from 1 to 100";
  for (const std::string limit : {"0", "101", "-1", "", "1.5", "01", "+1", "99999999999999999999", " 1"})
    EXPECT_EQ(fault_of({{"limit", limit}}), "400\nlimit" + range) << limit;
  EXPECT_EQ(fault_of({{"perPage", "1000"}}), "400\nperPage" + range);
  EXPECT_EQ(fault_of({{"page", "0"}}), "400\npage | range | must be a whole number from 1 to 50000001");
  EXPECT_EQ(fault_of({{"cursor", "forged"}}), "400\ncursor | invalid | This cursor is not valid");
  EXPECT_EQ(fault_of({{"cursor", "good"}, {"page", "2"}}),
            "400\ncursor | conflict | Page either by limit and cursor or by page and perPage, not by both");
  EXPECT_EQ(fault_of({{"limit", "5"}, {"limit", "6"}}), "400\nlimit | duplicate | is given twice");
}

TEST(ParseList, SearchesOnlyWhatTheSchemaSays) {
  const auto request = parse({{"search", "two words"}});
  ASSERT_TRUE(request);
  EXPECT_EQ(print(request->operation, request->operation.search), "'two words'");
  EXPECT_EQ(fault_of({{"search", " "}}), "400\nsearch | required | needs at least one word");
  const auto tags = parse({{"search", "x"}}, "tags");
  ASSERT_FALSE(tags);
  EXPECT_EQ(tags.error().details.front().code, "unknown");
}

TEST(ParseList, TakesTheParentOfTheNestedForm) {
  const schema::Field* posts = model().find_path("users")->find_field("posts");
  const auto request = parse_list(*posts->target, ParentKey{posts, std::string("u1")}, {{"views", "1"}}, read_cursor);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->operation.parent->relation, posts);
  EXPECT_EQ(print(request->operation, request->operation.parent->id), "'u1'");
  EXPECT_EQ(print(request->operation, request->operation.filter), "all([views == 1])");
}

std::string selection_of(const http::QueryParameters& query) {
  const auto request = parse(query);
  if (!request) return print(request.error());
  auto text = print(request->operation, request->operation.selection);
  return text.substr(text.find(' ') + 1);
}

TEST(ParseList, IncludedListsHaveFiltersOfTheirOwn) {
  EXPECT_EQ(selection_of({{"include", "comments"},
                          {"fields", "id"},
                          {"fields[comments]", "body"},
                          {"filter[comments]", "(body[contains]=go,(author.name=Ada,author.name=Bob))"}}),
            "comments*20?all([body contains 'go'] any([author.name == 'Ada'] [author.name == 'Bob'])){body}");
  EXPECT_EQ(fault_of({{"include", "author"}, {"filter[author]", "(name=x)"}}),
            "400\nfilter[author] | type | \"author\" is one row, not a list");
  EXPECT_EQ(fault_of({{"filter[comments]", "(body=x)"}}),
            "400\nfilter[comments] | unknown | \"comments\" is not included; ask for it with include=comments");
  EXPECT_EQ(fault_of({{"include", "comments"}, {"filter[comments]", "(views=1)"}}),
            "400\nfilter[comments].views | unknown | Unknown parameter or field \"views\" of comments. Did you mean "
            "\"fields\"?");
  EXPECT_EQ(fault_of({{"include", "comments"}, {"filter[comments]", "body=x"}}),
            "400\nfilter[comments] | syntax | Expected \"(\" at character 1; groups look like (a=1,b[gte]=2)");
}

TEST(ParseList, TermsOfAllFiltersCountTogether) {
  http::QueryParameters query{{"include", "comments"}};
  std::string group = "(body=x";
  for (int i = 0; i < 29; ++i) group += ",body=x";
  query.emplace_back("filter[comments]", group + ")");
  for (int i = 0; i < 20; ++i) query.emplace_back("views", "1");
  EXPECT_EQ(fault_of(query), "no fault");
  query.emplace_back("views", "1");
  EXPECT_EQ(fault_of(query), "400\nviews | limit | At most 50 conditions in one request");
}

TEST(ParseList, PagesBackwards) {
  const auto request = parse({{"before", "good"}, {"sort", "title"}});
  ASSERT_TRUE(request) << print(request.error());
  EXPECT_EQ(request->operation.cursor.before.size(), 2U);
  EXPECT_TRUE(request->operation.cursor.after.empty());
  EXPECT_TRUE(request->page.continued);
  EXPECT_EQ(fault_of({{"before", "bad"}}), "400\nbefore | invalid | This cursor is not valid");
  EXPECT_EQ(fault_of({{"before", "good"}, {"page", "2"}}),
            "400\nbefore | conflict | Page either by limit and cursor or by page and perPage, not by both");
}

}  // namespace
}  // namespace tenon::api::rest
