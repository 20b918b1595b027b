#include "query/bulk/row_parser.hpp"

#include "query/testing/test_small_blog.hpp"

#include <gtest/gtest.h>

namespace tenon::query::bulk {
namespace {

const testing::Parts& parts() {
  static const testing::Parts made;
  return made;
}

std::string print(const RowInput& row, const std::vector<base::ErrorDetail>& faults) {
  std::string text;
  for (const auto& fault : faults) text += fault.field + ": " + fault.message + "\n";
  if (!faults.empty()) return text;
  for (const auto& [field, value] : row.values) text += field->name + "=" + base::to_debug_text(value) + " ";
  for (const auto& [field, ids] : row.links) {
    text += field->name + "=[";
    for (const auto& id : ids) text += base::to_debug_text(id) + " ";
    text += "] ";
  }
  return text;
}

std::string json(std::string_view type, std::string_view line) {
  const RowParser parser(parts().type(type), Format::ndjson);
  std::vector<base::ErrorDetail> faults;
  const auto row = parser.parse(line, faults);
  return print(row, faults);
}

std::string csv(std::string_view type, std::string_view header, std::string_view line) {
  RowParser parser(parts().type(type), Format::csv);
  std::vector<base::ErrorDetail> faults;
  parser.read_header(header, faults);
  if (parser.wants_header()) return "header\n" + print({}, faults);
  const auto row = parser.parse(line, faults);
  return print(row, faults);
}

constexpr std::string_view id = "0190a6b0-0000-7000-8000-000000000001";

TEST(RowParser, TakesFieldsThatClientsMayNotSet) {
  EXPECT_EQ(json("Comment", R"({"id":"0190A6B0-0000-7000-8000-000000000001","createdAt":"2026-01-15T12:30:00+02:00",)"
                            R"("post":"0190a6b0-0000-7000-8000-000000000001",)"
                            R"("author":"0190a6b0-0000-7000-8000-000000000001","body":"b"})"),
            "id='" + std::string(id) + "' createdAt=1768473000000000 post='" + std::string(id) + "' author='" +
                std::string(id) + "' body='b' ");
  EXPECT_EQ(json("Tag", R"({"id":"12","name":"a","posts":["0190a6b0-0000-7000-8000-000000000001"]})"),
            "id=12 name='a' posts=['" + std::string(id) + "' ] ");
}

TEST(RowParser, ListsEveryFaultOfALine) {
  EXPECT_EQ(json("Post", R"({"title":1,"titel":"x","views":"3","tags":["7","x"],"comments":[]})"),
            "title: must be a string, not number\n"
            "titel: is no field of Post. Did you mean \"title\"?\n"
            "views: must be a whole number of 32 bits\n"
            "tags.1: must be a whole number of 64 bits\n"
            "comments: holds rows of their own: import them as Comment\n"
            "author: is required\n");
  EXPECT_EQ(json("Post", "[]"), ": must be an object, not array\n");
  EXPECT_EQ(json("Post", "\xFF"), ": the line is not valid UTF-8\n");
}

TEST(RowParser, ReadsCellsByTheTypeOfTheirField) {
  EXPECT_EQ(
      csv("Post", "title,secret,published,views,price,due,mood,author,tags,score\r\n",
          "007,\"\",true,7,1.50,2026-01-15T10:30:00Z,calm,0190a6b0-0000-7000-8000-000000000001,\"[\"\"1\"\",2]\",1e3"),
      "title='007' secret='' published=true views=7 price='1.5' due=1768473000000000 mood='calm' author='" +
          std::string(id) + "' score=1000 tags=[1 2 ] ");
  EXPECT_EQ(csv("Post", "title,author,secret,price", "x,0190a6b0-0000-7000-8000-000000000001,,"),
            "title='x' author='" + std::string(id) + "' secret=null price=null ");
}

TEST(RowParser, TellsWhatIsWrongWithACell) {
  EXPECT_EQ(csv("Post", "title,author,published,views,tags", ",x,yes,07,[1"),
            "title: must not be null\n"
            "author: must be an id\n"
            "published: must be true or false\n"
            "views: must be a whole number of 32 bits\n"
            "tags: must be JSON text: Invalid JSON: the text ends too early\n");
  EXPECT_EQ(csv("Tag", "name", "a,b"), ": has 2 values where the header has 1\n");
}

TEST(RowParser, RefusesAHeaderThatDoesNotFit) {
  EXPECT_EQ(csv("Tag", "name,nam,name", "a,b,c"),
            "header\n"
            "nam: is no field of Tag. Did you mean \"name\"?\n"
            "name: stands twice in the header\n");
  EXPECT_EQ(csv("Tag", "id", "1"), "header\nname: is required, and not in the header\n");
  EXPECT_EQ(csv("Tag", "\"name", "1"), "header\n: the header cannot be read: a quoted value is not closed\n");
}

}  // namespace
}  // namespace tenon::query::bulk
