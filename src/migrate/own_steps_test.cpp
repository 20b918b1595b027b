#include "migrate/own_steps.hpp"

#include "db/testing/test_fresh_database.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace tenon::migrate {
namespace {

const std::vector<std::string> two_tables{
    "CREATE TABLE \"tenon_a\" (\"id\" INTEGER NOT NULL)", "CREATE INDEX \"tenon_a_idx\" ON \"tenon_a\" (\"id\")",
    "CREATE TABLE \"tenon_b\" (\"id\" INTEGER NOT NULL)", "CREATE INDEX \"tenon_b_idx\" ON \"tenon_b\" (\"id\")"};

bool has(db::Database& database, const std::string& table) {
  const auto tables = database.tables();
  return tables && std::ranges::find(*tables, table) != tables->end();
}

TEST(MakeMissingTables, MakesWhatIsNotThereAndNothingTwice) {
  const db::testing::FreshDatabase database;
  const std::vector<std::string> first(two_tables.begin(), two_tables.begin() + 2);
  make_missing_tables(*database, first);
  EXPECT_TRUE(has(*database, "tenon_a"));
  EXPECT_FALSE(has(*database, "tenon_b"));
  make_missing_tables(*database, two_tables);
  make_missing_tables(*database, two_tables);
  EXPECT_TRUE(has(*database, "tenon_b"));
}

TEST(MakeMissingTables, TellsTheOperatorWhatCannotBeMade) {
  const db::testing::FreshDatabase database;
  try {
    make_missing_tables(*database, {"CREATE TABLE \"tenon_a\" (nonsense"});
    FAIL() << "nothing was thrown";
  } catch (const std::runtime_error& fault) {
    EXPECT_NE(std::string(fault.what()).find("tenon migrate up"), std::string::npos) << fault.what();
  }
  EXPECT_FALSE(has(*database, "tenon_a"));
}

}  // namespace
}  // namespace tenon::migrate
