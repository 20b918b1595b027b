#include "sql/insert_rows.hpp"

#include "sql/sequence.hpp"
#include "sql/snapshot.hpp"

#include <gtest/gtest.h>

#include <array>

namespace tenon::sql {
namespace {

TEST(InsertRows, NumbersTheParametersRowAfterRow) {
  const std::array columns{InsertedColumn{"id", Type::int64}, InsertedColumn{"a\"b", Type::json}};
  const auto sqlite = insert_rows("posts", columns, 2, Dialect::sqlite);
  EXPECT_EQ(sqlite.text, R"(INSERT INTO "posts" ("id", "a""b") VALUES (?1, ?2), (?3, ?4))");
  EXPECT_EQ(sqlite.types, (std::vector<Type>{Type::int64, Type::json, Type::int64, Type::json}));
  EXPECT_EQ(sqlite.parameters, 4);
  EXPECT_EQ(sqlite.written, "posts");
  const auto postgres = insert_rows("posts", columns, 1, Dialect::postgres);
  EXPECT_EQ(postgres.text, R"(INSERT INTO "posts" ("id", "a""b") VALUES ($1, $2))");
}

TEST(Sequence, NamesWithQuotesStayNames) {
  EXPECT_EQ(last_number("it's", "id", Dialect::sqlite).text,
            "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'it''s'), 0)");
  EXPECT_EQ(last_number("it's", "i\"d", Dialect::postgres).text,
            "SELECT coalesce(pg_catalog.pg_sequence_last_value(pg_catalog.pg_get_serial_sequence('\"it''s\"', "
            "'i\"d')::pg_catalog.regclass), 0)::bigint");
}

TEST(Snapshot, OnlyReadsWhereTheDatabaseKnowsHowToSaySo) {
  EXPECT_EQ(begin_snapshot(Dialect::sqlite), "BEGIN");
  EXPECT_EQ(begin_snapshot(Dialect::postgres), "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

}  // namespace
}  // namespace tenon::sql
