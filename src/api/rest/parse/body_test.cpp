#include "api/rest/parse/body.hpp"

#include "api/rest/parse/faults.hpp"
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

std::string print(const query::RowInput& row) {
  std::string text;
  for (const auto& [field, value] : row.values) text += field->name + "=" + base::to_debug_text(value) + " ";
  for (const auto& [field, ids] : row.links) {
    text += field->name + "=[";
    for (const auto& id : ids) text += base::to_debug_text(id) + " ";
    text += "] ";
  }
  for (const auto& nested : row.nested) {
    text += nested.field->name + "{ ";
    for (const auto& each : nested.rows) text += print(each) + "; ";
    text += "} ";
  }
  return text;
}

std::string created(std::string_view path, std::string_view json, const schema::Field* parent = nullptr) {
  const auto rows = parse_rows(resource(path), parent, base::parse_json(json).value());
  if (!rows) return testing::print(rows.error());
  std::string text = rows->many ? "many: " : "";
  for (const auto& row : rows->rows) text += print(row) + "; ";
  return text;
}

std::string changed(BodyUse use, std::string_view path, std::string_view json) {
  const auto row = parse_row(resource(path), use, base::parse_json(json).value());
  return row ? print(*row) : testing::print(row.error());
}

constexpr std::string_view uuid = "0190a6b0-0000-7000-8000-000000000001";
std::string quoted(std::string_view text) {
  return "\"" + std::string(text) + "\"";
}

TEST(Body, ReadsOneRowOrSeveral) {
  EXPECT_EQ(created("posts", R"({"title":"A","body":"B","editor":null,"published":true})"),
            "title='A' body='B' editor=null published=true ; ");
  EXPECT_EQ(created("tags", R"([{"name":"a"},{"name":"b"}])"), "many: name='a' ; name='b' ; ");
  EXPECT_EQ(created("comments", R"({"body":"B","post":)" + quoted(uuid) + "}"),
            "body='B' post='" + std::string(uuid) + "' ; ");
}

TEST(Body, ReadsManyToManyAsIdsInTheirPlaces) {
  EXPECT_EQ(created("posts", R"({"title":"A","body":"B","tags":["7","5","7"]})"),
            "title='A' body='B' tags=[7 5 7 ] ; ");
  EXPECT_EQ(changed(BodyUse::merge, "posts", R"({"tags":[]})"), "tags=[] ");
  EXPECT_EQ(changed(BodyUse::merge, "posts", R"({"tags":"5"})"),
            "422\ntags | type | must be a list of ids, not string");
  EXPECT_EQ(changed(BodyUse::merge, "posts", R"({"tags":null})"), "422\ntags | type | must be a list of ids, not null");
  EXPECT_EQ(changed(BodyUse::merge, "posts", R"({"tags":["5","x",{}]})"),
            "422\ntags.1 | type | must be a whole number of 64 bits\ntags.2 | type | must be a whole number, best as a "
            "string");
}

TEST(Body, ListsEveryFaultAtOnce) {
  EXPECT_EQ(created("posts", R"({"id":"x","titel":"A","author":"x","score":"1","createdAt":1,"published":3})"),
            "422\n"
            "id | read_only | is set by the server\n"
            "titel | unknown | is no field of posts. Did you mean \"title\"?\n"
            "author | read_only | is set by the server\n"
            "score | read_only | is set by the server\n"
            "createdAt | read_only | is set by the server\n"
            "published | type | must be true or false\n"
            "title | required | is required\n"
            "body | required | is required");
}

TEST(Body, ReadsRowsInRows) {
  EXPECT_EQ(created("posts", R"({"title":"A","body":"B","comments":[{"body":"x"},{"body":"y"}]})"),
            "title='A' body='B' comments{ body='x' ; body='y' ; } ; ");
  EXPECT_EQ(created("posts", R"({"title":"A","body":"B","editor":{"email":"a@x.org","name":"N"}})"),
            "title='A' body='B' editor{ email='a@x.org' name='N' ; } ; ");
  // Null stands where the id of the new row will.
  EXPECT_EQ(created("posts", R"({"title":"A","body":"B","tags":["7",{"name":"n"},"5"]})"),
            "title='A' body='B' tags=[7 null 5 ] tags{ name='n' ; } ; ");
}

TEST(Body, FaultsOfRowsInRowsHaveTheirPath) {
  EXPECT_EQ(created("posts", R"([{"title":"A","body":"B","comments":[{"body":"x"},{"body":1,"post":"1"},2],)"
                             R"("editor":{"name":"N","id":"1"},"tags":[{"nam":"n"}]}])"),
            "422\n"
            "0.comments.1.body | type | must be a string, not number\n"
            "0.comments.1.post | read_only | is set by the path of the request\n"
            "0.comments.2 | type | must be an object, not number\n"
            "0.editor.id | read_only | is set by the server\n"
            "0.editor.email | required | is required\n"
            "0.tags.0.nam | unknown | is no field of tags. Did you mean \"name\"?\n"
            "0.tags.0.name | required | is required");
  EXPECT_EQ(changed(BodyUse::merge, "posts", R"({"comments":[],"editor":{"name":"N"}})"),
            "422\n"
            "comments | read_only | holds rows of their own: write them at /posts/{id}/comments\n"
            "editor | type | must be a string, not object");
}

TEST(Body, RowsInRowsAreCounted) {
  std::string many = R"({"title":"A","body":"B","comments":[)";
  for (int i = 0; i < 1000; ++i) many += R"({"body":"x"},)";
  many.back() = ']';
  EXPECT_EQ(created("posts", many + "}"), "422\n | limit | At most 1000 rows in one body");
}

TEST(Body, ReferencesStandWhereIdsDo) {
  const FindReference find = [](std::string_view name) -> base::Result<RowReference> {
    if (name == "tag") return RowReference{&resource("tags"), std::int64_t{7}};
    if (name == "user") return RowReference{&resource("users"), std::string(uuid)};
    return base::unexpected(base::Error(base::ErrorCode::validation, "names nothing"));
  };
  const auto read = [&](std::string_view json) {
    const auto rows = parse_rows(resource("posts"), nullptr, base::parse_json(json).value(), find);
    return rows ? print(rows->rows.front()) : testing::print(rows.error());
  };
  EXPECT_EQ(read(R"({"title":"A","body":"B","editor":{"$ref":"user"},"tags":[{"$ref":"tag"}],"extra":{"$ref":"tag"}})"),
            "title='A' body='B' editor='" + std::string(uuid) + R"(' extra='{"$ref":"tag"}' tags=[7 ] )");
  EXPECT_EQ(read(R"({"title":{"$ref":"user"},"body":"B","editor":{"$ref":"tag"},"tags":[{"$ref":"x"},{"$ref":1}]})"),
            "422\n"
            "title | type | must be a string, not object\n"
            "editor | reference | names a row of tags, not of users\n"
            "tags.0 | reference | names nothing\n"
            "tags.1 | reference | must be {\"$ref\": \"name of an operation\"}");
  EXPECT_EQ(created("posts", R"({"title":"A","body":"B","editor":{"$ref":"user"}})"),
            "422\neditor | reference | $ref has a meaning in a batch only");
}

TEST(Body, SaysWhichRowOfAnArrayIsWrong) {
  EXPECT_EQ(created("tags", R"([{"name":"a"},{"nam":"b"},7])"),
            "422\n"
            "1.nam | unknown | is no field of tags. Did you mean \"name\"?\n"
            "1.name | required | is required\n"
            "2 | type | must be an object, not number");
}

TEST(Body, RefusesWhatIsNoRow) {
  EXPECT_EQ(created("tags", "[]"), "422\n | required | An array needs at least one object");
  EXPECT_EQ(created("tags", "3"), "422\n | type | The body must be an object or an array, not number");
  EXPECT_EQ(created("tags", "null"), "422\n | type | The body must be an object or an array, not null");
  EXPECT_EQ(changed(BodyUse::merge, "tags", "[]"), "422\n | type | The body must be an object, not array");
  std::string many = "[";
  for (int i = 0; i < 1001; ++i) many += "{},";
  many.back() = ']';
  EXPECT_EQ(created("tags", many), "422\n | limit | At most 1000 objects in one array");
}

TEST(Body, ListsNoMoreFaultsThanAnybodyReads) {
  std::string many = "[";
  for (int i = 0; i < 500; ++i) many += R"({"x":1},)";
  many.back() = ']';
  const auto rows = parse_rows(resource("tags"), nullptr, base::parse_json(many).value());
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().details.size(), Faults::max_listed);
}

TEST(Body, TheNestedFormSetsTheOtherSide) {
  const schema::Field* comments = resource("posts").find_field("comments");
  EXPECT_EQ(created("comments", R"({"body":"B"})", comments), "body='B' ; ");
  EXPECT_EQ(created("comments", R"({"body":"B","post":null})", comments),
            "422\npost | read_only | is set by the path of the request");
}

TEST(Body, APatchNamesOnlyWhatChanges) {
  EXPECT_EQ(changed(BodyUse::merge, "posts", "{}"), "");
  EXPECT_EQ(changed(BodyUse::merge, "posts", R"({"due":null})"), "due=null ");
  EXPECT_EQ(changed(BodyUse::merge, "posts", R"({"slug":"a","title":null})"),
            "422\nslug | immutable | cannot change once the row exists\ntitle | required | must not be null");
}

TEST(Body, APutNamesAllThatIsRequired) {
  EXPECT_EQ(changed(BodyUse::replace, "posts", R"({"title":"A"})"), "422\nbody | required | is required");
  EXPECT_EQ(changed(BodyUse::replace, "posts", R"({"title":"A","body":"B"})"), "title='A' body='B' ");
}

TEST(Body, AWriteOnlyFieldIsTaken) {
  EXPECT_EQ(changed(BodyUse::merge, "users", R"({"pin":"1234"})"), "pin='1234' ");
}

}  // namespace
}  // namespace tenon::api::rest
