#include "migrate/history_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <stdexcept>
#include <stdlib.h>

namespace tenon::migrate {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view schema_text = "type Post @resource @public(ops: [READ]) { title: String! }\n";

class HistoryFolderTest : public ::testing::Test {
 protected:
  HistoryFolderTest() {
    std::string pattern = (fs::temp_directory_path() / "tenon-history-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~HistoryFolderTest() override { fs::remove_all(folder_); }

  void put(const std::string& path, std::string_view text) {
    fs::create_directories((folder_ / path).parent_path());
    std::ofstream(folder_ / path, std::ios::binary) << text;
  }

  std::string fault() const {
    try {
      read_history(folder_);
    } catch (const std::runtime_error& fault) {
      return fault.what();
    }
    return "none";
  }

  fs::path folder_;
};

Migration example(int number) {
  Migration migration;
  migration.number = number;
  migration.name = "add_summary";
  migration.snapshot = schema_text;
  for (const auto dialect : all_dialects) {
    for (const auto direction : {Direction::up, Direction::down}) {
      Script script;
      script.dialect = dialect;
      script.direction = direction;
      migration.scripts[{dialect, direction}] = write_script(script);
    }
  }
  return migration;
}

Migration write(const fs::path& history, Migration migration) {
  migration = finish_migration(history, std::move(migration));
  write_migration(migration);
  return migration;
}

TEST_F(HistoryFolderTest, WhatIsNotThereHoldsNothing) {
  EXPECT_THAT(read_history(folder_ / "migrations"), IsEmpty());
  EXPECT_THAT(read_history(folder_), IsEmpty());
}

TEST_F(HistoryFolderTest, MigrationsComeBackInOrder) {
  write(folder_ / "migrations", example(1));
  const auto written = write(folder_ / "migrations", example(2));
  const auto read = read_history(folder_ / "migrations");
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[0].number, 1);
  EXPECT_EQ(read[1].name, "0002_add_summary");
  EXPECT_EQ(read[1].checksum, written.checksum);
  EXPECT_EQ(read[1].snapshot, schema_text);
  EXPECT_EQ(read[1].script(sql::Dialect::postgres, Direction::down).direction, Direction::down);
  EXPECT_NE(read[1].model()->find_resource("Post"), nullptr);
  EXPECT_THROW(write(folder_ / "migrations", example(2)), std::runtime_error) << "it is there already";
}

TEST_F(HistoryFolderTest, TheChecksumTellsEveryChangeButLineEnds) {
  write(folder_, example(1));
  const auto before = read_history(folder_).front().checksum;
  put("0001_add_summary/schema.graphql", "type Post @resource @public(ops: [READ]) { title: String! }\r\n");
  EXPECT_EQ(read_history(folder_).front().checksum, before);
  put("0001_add_summary/up.postgres.sql", "-- tenon: script=1 database=postgres direction=up\n");
  EXPECT_NE(read_history(folder_).front().checksum, before);
  fs::remove(folder_ / "0001_add_summary/up.postgres.sql");
  const auto without = read_history(folder_).front();
  EXPECT_NE(without.checksum, before);
  EXPECT_THROW(without.script(sql::Dialect::postgres, Direction::up), std::runtime_error);
}

TEST_F(HistoryFolderTest, FaultsOfTheFolderAreTold) {
  put("notes/x", "");
  EXPECT_THAT(fault(), HasSubstr("notes is no migration"));
  fs::remove_all(folder_ / "notes");
  put("0002_b/schema.graphql", "");
  EXPECT_THAT(fault(), HasSubstr("has no migration with the number 1, but one with the number 2"));
  put("0001_a/up.sqlite.sql", "");
  EXPECT_THAT(fault(), HasSubstr("0001_a has no schema.graphql"));
  put("0001_a/schema.graphql", "");
  put("0002_b/readme.md", "");
  EXPECT_THAT(fault(), HasSubstr("0002_b/readme.md does not belong in a migration"));
  fs::remove(folder_ / "0002_b/readme.md");
  EXPECT_EQ(fault(), "none");
  put("0002_c/schema.graphql", "");
  EXPECT_THAT(fault(), HasSubstr("has the same number as"));
}

TEST_F(HistoryFolderTest, AScriptInTheWrongFileIsRefused) {
  write(folder_, example(1));
  put("0001_add_summary/up.sqlite.sql", "-- tenon: script=1 database=postgres direction=up\n");
  const auto migration = read_history(folder_).front();
  EXPECT_THROW(migration.script(sql::Dialect::sqlite, Direction::up), std::runtime_error);
}

TEST_F(HistoryFolderTest, ASnapshotThatLintsWouldRefuseStillLoads) {
  auto migration = example(1);
  migration.snapshot = "type Post @resource { title: String! }\n";  // no-rule
  EXPECT_NE(write(folder_, migration).model(), nullptr);
  migration.number = 2;
  migration.snapshot = "type Post @resource { title: Strin! }\n";
  EXPECT_THROW(write(folder_, migration).model(), std::runtime_error);
}

TEST(MigrationNameTest, IsWordsInSnakeCase) {
  EXPECT_TRUE(is_migration_name("add_summary2"));
  for (const auto* name : {"", "Add", "2nd", "a-b", "a/b", "../x", "_a"}) EXPECT_FALSE(is_migration_name(name)) << name;
  EXPECT_EQ(migration_folder_name(12, "a"), "0012_a");
}

}  // namespace
}  // namespace tenon::migrate
