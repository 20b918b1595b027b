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

std::string names(const std::vector<query::Member>& members) {
  std::string text;
  for (const auto& member : members) {
    text += (text.empty() ? "" : " ") + member.name;
    if (member.kind == query::Member::Kind::group) text += "{" + names(member.members) + "}";
  }
  return text;
}

std::string read(const http::QueryParameters& query) {
  const auto operation = parse_aggregate(*model().find_path("posts"), query);
  if (!operation) return print(operation.error());
  auto text = names(operation->members) + " of " + print(*operation, operation->filter);
  for (const auto& key : operation->sort)
    text += std::string(key.descending ? " -" : " +") + std::to_string(static_cast<int>(key.kind)) +
            (key.field ? key.field->name : "");
  return text + " limit " + print(*operation, operation->limit);
}

TEST(ParseAggregate, CountsUnlessSomethingElseIsAskedFor) {
  EXPECT_EQ(read({}), "count of all() limit 100");
  EXPECT_EQ(read({{"sum", "views"}}), "sum{views} of all() limit 100");
  EXPECT_EQ(read({{"count", ""}, {"sum", "views,score"}, {"min", "createdAt,title"}, {"avg", "views"}, {"limit", "7"}}),
            "count sum{views score} min{createdAt title} avg{views} of all() limit 7");
}

TEST(ParseAggregate, GroupsAndSorts) {
  const auto count = std::to_string(static_cast<int>(query::Member::Kind::count));
  const auto sum = std::to_string(static_cast<int>(query::Member::Kind::sum));
  const auto field = std::to_string(static_cast<int>(query::Member::Kind::field));
  EXPECT_EQ(read({{"sort", "-count,sum.views,author"}, {"groupBy", "author,published"}}),
            "author published count of all() -" + count + " +" + sum + "views +" + field + "author limit 100");
}

TEST(ParseAggregate, FiltersAsListsDo) {
  EXPECT_EQ(read({{"published", "true"}, {"views[gte]", "3"}, {"or", "(title=a,title=b)"}}),
            "count of all([published == true] [views >= 3] any([title == 'a'] [title == 'b'])) limit 100");
}

TEST(ParseAggregate, ReportsEveryFaultAtOnce) {
  EXPECT_EQ(
      read({{"count", "3"},
            {"sum", "title,pin"},
            {"min", "author"},
            {"groupBy", "extra,vews"},
            {"sort", "views,sum.title"},
            {"limit", "0"},
            {"limit", "1"},
            {"cursor", "x"}}),
      "400\n"
      "groupBy | type | \"extra\" cannot be grouped by\n"
      "groupBy | unknown | Unknown field \"vews\" of posts. Did you mean \"views\"?\n"
      "count | type | takes no value\n"
      "sum | type | \"title\" is no number\n"
      "sum | unknown | Unknown field \"pin\" of posts.\n"
      "min | type | \"author\" has no least or greatest value\n"
      "sort | unknown | \"views\" is not one of count, sum.field, min.field, max.field, avg.field and the fields of "
      "groupBy\n"
      "sort | unknown | \"sum.title\" is not one of count, sum.field, min.field, max.field, avg.field and the fields "
      "of groupBy\n"
      "limit | range | must be a whole number from 1 to 1000\n"
      "limit | duplicate | is given twice\n"
      "cursor | unknown | has a meaning for lists only");
}

TEST(ParseAggregate, TakesListsInPieces) {
  EXPECT_EQ(read({{"min", "views"}, {"min", "createdAt"}, {"groupBy", "author"}, {"groupBy", "published"}}),
            read({{"min", "views,createdAt"}, {"groupBy", "author,published"}}));
}

}  // namespace
}  // namespace tenon::api::rest
