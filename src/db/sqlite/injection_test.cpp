#include "base/json_writer.hpp"
#include "db/sqlite/testing/test_database.hpp"

#include <random>

// Names and literals come from a schema, values from clients: neither can leave its quotes.
namespace tenon::db::sqlite {
namespace {

std::string any_bytes(std::mt19937& random, bool zero_bytes) {
  static constexpr std::string_view favourites = "\"'`;-/*\\[]%_$?:@.()\n\x01\xff\x80 ";
  std::string text;
  for (auto left = random() % 20; left > 0; --left) {
    char c = random() % 2 == 0 ? favourites[random() % favourites.size()] : static_cast<char>(random() % 256);
    if (c == '\0' && !zero_bytes) c = '0';
    text += c;
  }
  return text;
}

TEST(InjectionTest, LiteralsOfAnyBytesComeBackAsTheyWent) {
  const auto database = testing::temporary();
  std::mt19937 random(3);
  for (int i = 0; i < 1'000; ++i) {
    const auto bytes = any_bytes(random, true);
    sql::Select select;
    select.outputs = {{sql::literal(bytes, sql::Type::text), {}},
                      {sql::literal(base::Bytes{bytes}, sql::Type::bytes), {}},
                      {sql::parameter(0, sql::Type::text), {}}};
    const auto found = testing::rows(*database, sql::render(select, sql::Dialect::sqlite), 3, {bytes});
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->front(), (testing::Row{bytes, base::Bytes{bytes}, bytes}));
  }
}

TEST(InjectionTest, NamesOfAnyBytesAreNames) {
  const auto database = testing::temporary();
  testing::define(*database, {"CREATE TABLE witness (n INTEGER)", "INSERT INTO witness VALUES (1)"});
  std::mt19937 random(5);
  for (int i = 0; i < 200; ++i) {
    // Names that SQLite keeps for itself, and those that differ by case alone, are left out by the prefix.
    const auto table = "t" + std::to_string(i) + any_bytes(random, false);
    const auto column = "c" + any_bytes(random, false);
    const auto alias = any_bytes(random, false);
    sql::CreateTable definition;
    definition.table = table;
    definition.columns.resize(1);
    definition.columns[0].name = column;
    testing::define(*database, sql::render(definition, sql::Dialect::sqlite));
    sql::Insert insert;
    insert.table = table;
    insert.values = {{column, sql::literal(column, sql::Type::text)}};
    ASSERT_TRUE(testing::write(*database, testing::script(sql::render(insert, sql::Dialect::sqlite).text)));
    sql::Select select;
    select.table = table;
    select.alias = alias;
    select.outputs = {{sql::column(alias, column), any_bytes(random, false)}};
    if (alias.empty()) select.outputs[0].expr = sql::column({}, column);
    const auto found = testing::rows(*database, sql::render(select, sql::Dialect::sqlite), 1);
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->front().front(), base::Value(column));
  }
  EXPECT_EQ(testing::value(*database, "SELECT n FROM witness"), base::Value(std::int64_t{1}));
}

TEST(InjectionTest, MembersOfAnyNameAreKeys) {
  const auto database = testing::temporary();
  std::mt19937 random(9);
  for (int i = 0; i < 500; ++i) {
    sql::JsonMember member;
    member.name = any_bytes(random, true);
    member.kind = sql::JsonKind::number;
    member.value = sql::literal(std::int64_t{i}, sql::Type::int64);
    sql::Select select;
    select.outputs = {{sql::json_object({member}), {}}};
    const auto found = testing::rows(*database, sql::render(select, sql::Dialect::sqlite), 1);
    ASSERT_TRUE(found) << found.error().message;
    std::string expected = "{";
    base::append_json_string(expected, member.name);
    EXPECT_EQ(std::get<std::string>(found->front().front()), expected + ":" + std::to_string(i) + "}");
  }
}

}  // namespace
}  // namespace tenon::db::sqlite
