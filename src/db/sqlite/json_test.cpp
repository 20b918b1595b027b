#include "base/json.hpp"

#include "db/json_row.hpp"
#include "db/sqlite/testing/test_database.hpp"

namespace tenon::db::sqlite {
namespace {

using base::Value;
using sql::JsonKind;
using sql::JsonMember;
using sql::Type;

class JsonTest : public ::testing::Test {
 protected:
  std::string give(const sql::Select& select, std::vector<Value> parameters = {}) {
    const auto found = testing::rows(*database_, sql::render(select, sql::Dialect::sqlite), 1, std::move(parameters));
    if (!found) return found.error().message;
    if (found->size() != 1) return std::to_string(found->size()) + " rows";
    const auto* text = std::get_if<std::string>(&found->front().front());
    return text ? *text : "no text";
  }
  std::string object(std::vector<JsonMember> members, std::vector<Value> parameters = {}) {
    sql::Select select;
    select.outputs = {{sql::json_object(std::move(members)), {}}};
    return give(select, std::move(parameters));
  }
  /// The same members as a row of columns, as the outermost row is written.
  std::string outermost(const std::vector<JsonMember>& members, const std::vector<Value>& parameters) {
    sql::Select select;
    std::vector<RowMember> row_members;
    for (const auto& member : members) {
      RowMember row_member;
      row_member.key = quoted_key(member.name);
      row_member.kind = member.kind;
      row_member.hidden = member.hidden;
      row_member.column = static_cast<int>(select.outputs.size());
      select.outputs.push_back({member.value, {}});
      if (member.guard) {
        row_member.guard = static_cast<int>(select.outputs.size());
        select.outputs.push_back({member.guard, {}});
      }
      row_members.push_back(std::move(row_member));
    }
    std::string out;
    const OnRow on_row = [&](const RowView& row) {
      base::JsonWriter json(out);
      write_row(json, row, row_members);
      return true;
    };
    const auto statement = sql::render(select, sql::Dialect::sqlite);
    const std::function<void()> restart = [&] { out.clear(); };
    auto outcome = base::run_blocking(database_->read(statement, parameters, on_row, restart, base::Deadline::never()));
    EXPECT_TRUE(outcome);
    return out;
  }

  std::unique_ptr<SqliteDatabase> database_ = testing::temporary();
};

JsonMember member(std::string name, JsonKind kind, int parameter) {
  JsonMember made;
  made.name = std::move(name);
  made.kind = kind;
  made.value = sql::parameter(parameter, Type::text);
  return made;
}

TEST_F(JsonTest, NestedAndOutermostRowsAreWrittenAlike) {
  const std::vector<JsonMember> members{
      member("text", JsonKind::text, 0),      member("number", JsonKind::number, 1),
      member("big", JsonKind::big, 1),        member("decimal", JsonKind::big, 2),
      member("float", JsonKind::floating, 3), member("flag", JsonKind::boolean, 4),
      member("at", JsonKind::date_time, 5),   member("bytes", JsonKind::bytes, 6),
      member("json", JsonKind::json, 7),      member("null", JsonKind::json, 8),
  };
  const std::vector<Value> values{std::string("a \"quoted\" line\n"),
                                  std::int64_t{-5},
                                  std::string("1.50"),
                                  0.1,
                                  true,
                                  std::int64_t{1'768'473'000'000'000},
                                  base::Bytes{std::string("\0\xff", 2)},
                                  std::string(R"({"a":[1]})"),
                                  base::Null{}};
  const auto nested = object(members, values);
  EXPECT_EQ(nested, R"({"text":"a \"quoted\" line\n","number":-5,"big":"-5","decimal":"1.50","float":0.1,"flag":true,)"
                    R"("at":"2026-01-15T10:30:00.000000Z","bytes":"AP8=","json":{"a":[1]},"null":null})");
  EXPECT_EQ(outermost(members, values), nested);
}

TEST_F(JsonTest, GuardsMaskOrOmitEverywhereAlike) {
  for (const auto hidden : {sql::WhenHidden::mask, sql::WhenHidden::omit}) {
    auto first = member("a", JsonKind::text, 0);
    first.guard = sql::parameter(1, Type::boolean);
    first.hidden = hidden;
    auto second = first;
    second.name = "b";
    second.guard = sql::parameter(2, Type::boolean);
    const std::vector<JsonMember> members{first, member("m", JsonKind::text, 0), second};
    for (const Value& guard : {Value(true), Value(false), Value(base::Null{})}) {
      const std::vector<Value> values{std::string("x"), guard, true};
      const auto written = object(members, values);
      EXPECT_EQ(outermost(members, values), written);
      if (guard == Value(true))
        EXPECT_EQ(written, R"({"a":"x","m":"x","b":"x"})");
      else if (hidden == sql::WhenHidden::omit)
        EXPECT_EQ(written, R"({"m":"x","b":"x"})");
      else
        EXPECT_EQ(written, "{\"a\":\x01,\"m\":\"x\",\"b\":\"x\"}");
    }
  }
}

TEST_F(JsonTest, AnObjectMayHaveNoMembersOrHundreds) {
  EXPECT_EQ(object({}), "{}");
  std::vector<JsonMember> members;
  std::string expected = "{";
  for (int i = 0; i < 400; ++i) {
    auto made = member("m" + std::to_string(i), JsonKind::number, 0);
    made.guard = sql::literal(i % 3 != 0, Type::boolean);
    made.hidden = sql::WhenHidden::omit;
    members.push_back(std::move(made));
    if (i % 3 != 0) expected += std::string(expected.size() > 1 ? "," : "") + "\"m" + std::to_string(i) + "\":7";
  }
  EXPECT_EQ(object(members, {std::int64_t{7}}), expected + "}");
}

TEST_F(JsonTest, WhateverIsStoredTheTextIsValid) {
  std::string every;
  for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
  const auto written = object({member("text", JsonKind::text, 0)}, {every});
  EXPECT_TRUE(base::parse_json(written)) << written;
}

TEST_F(JsonTest, ArraysKeepTheirOrderAndTheirLimit) {
  testing::define(*database_, {"CREATE TABLE t (n INTEGER)", "INSERT INTO t VALUES (3), (1), (4), (1), (5)"});
  sql::Select rows;
  rows.table = "t";
  rows.outputs = {{sql::json_object({[] {
                     JsonMember made;
                     made.name = "n";
                     made.kind = JsonKind::number;
                     made.value = sql::column({}, "n", Type::int64);
                     return made;
                   }()}),
                   {}}};
  rows.order_by = {{sql::column({}, "n", Type::int64), sql::Direction::descending, false}};
  sql::Select select;
  select.outputs = {{sql::json_array(rows), {}}};
  EXPECT_EQ(give(select), R"([{"n":5},{"n":4},{"n":3},{"n":1},{"n":1}])");
  rows.limit = sql::parameter(0, Type::int64);
  select.outputs = {{sql::json_array(rows), {}}};
  EXPECT_EQ(give(select, {std::int64_t{2}}), R"([{"n":5},{"n":4}])");
  EXPECT_EQ(give(select, {std::int64_t{0}}), "[]");
}

TEST_F(JsonTest, ARelatedRowThatIsNotThereIsNull) {
  testing::define(*database_, {"CREATE TABLE t (n INTEGER)"});
  sql::Select row;
  row.table = "t";
  row.outputs = {{sql::json_object({}), {}}};
  JsonMember related;
  related.name = "author";
  related.kind = JsonKind::json;
  related.value = sql::scalar(row, Type::json);
  EXPECT_EQ(object({related}), R"({"author":null})");
}

}  // namespace
}  // namespace tenon::db::sqlite
