#include "db/postgres/testing/test_database.hpp"

namespace tenon::db::postgres {
namespace {

using testing::OpenDatabase;
using testing::statement;

TEST(PostgresFailures, AreKnownByTheirCode) {
  const std::vector<std::pair<std::string_view, FailureKind>> known{
      {"23505", FailureKind::unique},
      {"23503", FailureKind::foreign_key},
      {"23001", FailureKind::foreign_key},
      {"23502", FailureKind::not_null},
      {"54000", FailureKind::check},
      {"23514", FailureKind::check},
      {"22003", FailureKind::check},
      {"57014", FailureKind::deadline},
      {"40001", FailureKind::busy},
      {"40P01", FailureKind::busy},
      {"55P03", FailureKind::busy},
      {"53100", FailureKind::full},
      {"53300", FailureKind::unavailable},
      {"53400", FailureKind::busy},
      {"25006", FailureKind::unavailable},
      {"08006", FailureKind::unavailable},
      {"57P01", FailureKind::unavailable},
      {"57P03", FailureKind::unavailable},
      {"3D000", FailureKind::unavailable},
      {"42601", FailureKind::other},
      {"42P01", FailureKind::other},
      {"XX000", FailureKind::other},
      {"", FailureKind::other},
  };
  for (const auto& [code, kind] : known) EXPECT_EQ(failure_kind(code), kind) << code;
}

TEST(PostgresFailures, OfTheServerComeWithTheConstraintAndWithoutValues) {
  OpenDatabase database;
  testing::define(
      *database,
      {"CREATE TABLE p (id int CONSTRAINT p_key PRIMARY KEY)",
       "CREATE TABLE c (a text NOT NULL CONSTRAINT short CHECK (length(a) < 20), p int CONSTRAINT parent REFERENCES p)",
       "INSERT INTO p VALUES (1)"});
  const std::vector<std::tuple<std::string, FailureKind, std::string>> all{
      {"INSERT INTO p VALUES (1)", FailureKind::unique, "p_key"},
      {"INSERT INTO c VALUES ('secret', 7)", FailureKind::foreign_key, "parent"},
      {"INSERT INTO c VALUES (NULL, 1)", FailureKind::not_null, ""},
      {"INSERT INTO c VALUES ('secret secret secret secret', 1)", FailureKind::check, "short"},
      {"INSERT INTO nowhere VALUES (1)", FailureKind::other, ""},
  };
  for (const auto& [text, kind, constraint] : all) {
    const auto one = statement(text, {}, "c");
    const OnRow on_row;
    const std::function<void()> restart = [] {};
    const auto outcome =
        base::run_blocking(database->write_one(one, {}, nullptr, on_row, restart, base::Deadline::never()));
    ASSERT_FALSE(outcome) << text;
    EXPECT_EQ(outcome.error().kind, kind) << text;
    EXPECT_EQ(outcome.error().constraint, constraint) << text;
    EXPECT_EQ(outcome.error().message.find("secret"), std::string::npos) << outcome.error().message;
  }
}

}  // namespace
}  // namespace tenon::db::postgres
