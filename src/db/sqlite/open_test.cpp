#include "db/sqlite/open.hpp"

#include "db/sqlite/testing/test_database.hpp"

#include <fstream>
#include <sys/stat.h>

namespace tenon::db::sqlite {
namespace {

using testing::script;
using testing::value;
using testing::write;

unsigned mode_of(const std::filesystem::path& path) {
  struct stat status{};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 0777U;
}

TEST(OpenTest, FolderAndFileBelongToTheirOwnerAlone) {
  const testing::Folder folder;
  const auto file = folder / "a/b/data.db";
  const auto database = db::open("sqlite:" + file.string(), {});
  testing::define(*database, {"CREATE TABLE t (n INTEGER)"});
  EXPECT_EQ(mode_of(folder / "a/b"), 0700U);
  EXPECT_EQ(mode_of(file), 0600U);
  EXPECT_EQ(mode_of(folder / "a/b/data.db-wal"), 0600U);
  EXPECT_EQ(mode_of(folder / "a/b/data.db-shm"), 0600U);
}

TEST(OpenTest, WhatWasWrittenIsThereAfterOpeningAgain) {
  const testing::Folder folder;
  const auto url = "sqlite:" + (folder / "data.db").string();
  {
    const auto database = db::open(url, {});
    testing::define(*database, {"CREATE TABLE t (n INTEGER)"});
    ASSERT_TRUE(write(*database, script("INSERT INTO t VALUES (7)")));
  }
  const auto database = db::open(url, {});
  EXPECT_EQ(value(*database, "SELECT n FROM t"), base::Value(std::int64_t{7}));
}

TEST(OpenTest, SettingsAreAsPromised) {
  const testing::Folder folder;
  const auto database = open_file(folder / "data.db", {});
  EXPECT_EQ(value(*database, "PRAGMA journal_mode"), base::Value(std::string("wal")));
  EXPECT_EQ(value(*database, "PRAGMA foreign_keys"), base::Value(std::int64_t{1}));
  EXPECT_EQ(value(*database, "PRAGMA query_only"), base::Value(std::int64_t{1}));
  EXPECT_EQ(value(*database, "PRAGMA synchronous"), base::Value(std::int64_t{2}));
  std::int64_t writer_synchronous = 0;
  Script look = [&, wanted = testing::statement("PRAGMA synchronous")](
                    Transaction& transaction) -> base::Task<base::Result<void>> {
    const OnRow on_row = [&](const RowView& row) {
      writer_synchronous = row.integer(0);
      return true;
    };
    auto outcome = co_await transaction.run(wanted, {}, on_row);
    EXPECT_TRUE(outcome);
    co_return base::Result<void>{};
  };
  ASSERT_TRUE(write(*database, std::move(look)));
  EXPECT_EQ(writer_synchronous, 2);
}

TEST(OpenTest, TemporaryDatabasesAreApartAndGoAway) {
  const auto one = db::open("sqlite::memory:", {});
  const auto other = db::open("sqlite::memory:", {});
  testing::define(*one, {"CREATE TABLE t (n INTEGER)"});
  EXPECT_EQ(one->tables()->size(), 1U);
  EXPECT_TRUE(other->tables()->empty());
  const auto file = std::get<std::string>(value(*one, "SELECT file FROM pragma_database_list"));
  EXPECT_TRUE(std::filesystem::exists(file));
  one->close();
  EXPECT_FALSE(std::filesystem::exists(std::filesystem::path(file).parent_path()));
}

TEST(OpenTest, NamesThatLookLikeSomethingElseAreNames) {
  const testing::Folder folder;
  const auto here = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  {
    const auto database = db::open("sqlite:file:odd?mode=memory", {});
  }
  std::filesystem::current_path(here);
  EXPECT_TRUE(std::filesystem::exists(folder / "file:odd?mode=memory"));
}

std::string refusal(const std::string& url) {
  try {
    (void)db::open(url, {});
    return "it opened";
  } catch (const std::runtime_error& fault) {
    return fault.what();
  }
}

TEST(OpenTest, TheOperatorIsToldWhatIsWrong) {
  const testing::Folder folder;
  EXPECT_NE(refusal("mysql://localhost").find("sqlite:PATH"), std::string::npos);
  EXPECT_NE(refusal("sqlite:").find("names no file"), std::string::npos);
  {
    std::ofstream text(folder / "text.txt");
    text << "This is no database, however long the text may go on and on, until it fills the first hundred bytes.";
  }
  EXPECT_NE(refusal("sqlite:" + (folder / "text.txt").string()).find("text.txt"), std::string::npos);
  EXPECT_NE(refusal("sqlite:" + (folder / "text.txt/data.db").string()).find("cannot make"), std::string::npos);
  EXPECT_NE(refusal("sqlite:" + folder.path().string()).find("cannot open"), std::string::npos);
}

TEST(OpenTest, TwoProcessesTakeTurns) {
  const testing::Folder folder;
  auto here = open_file(folder / "data.db", {});
  testing::define(*here, {"CREATE TABLE t (n INTEGER)"});
  auto there = open_file(folder / "data.db", {});
  std::thread other([&] {
    for (int i = 0; i < 50; ++i) EXPECT_TRUE(write(*there, script("INSERT INTO t VALUES (1)")));
  });
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(write(*here, script("INSERT INTO t VALUES (1)")));
  other.join();
  EXPECT_EQ(value(*here, "SELECT count(*) FROM t"), base::Value(std::int64_t{100}));
}

TEST(OpenTest, AnotherProcessThatKeepsTheLockMeansTryAgain) {
  const testing::Folder folder;
  Options options;
  options.connection.busy_timeout = std::chrono::milliseconds(50);
  auto database = open_file(folder / "data.db", std::move(options));
  testing::define(*database, {"CREATE TABLE t (n INTEGER)"});
  ConnectionOptions other;
  other.file = (folder / "data.db").string();
  Connection holder(other);
  ASSERT_TRUE(holder.control(Control::begin));
  const auto answer = write(*database, script("INSERT INTO t VALUES (1)"));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, base::ErrorCode::unavailable);
  EXPECT_EQ(value(*database, "SELECT count(*) FROM t"), base::Value(std::int64_t{0})) << "reads go on";
  ASSERT_TRUE(holder.control(Control::rollback));
  EXPECT_TRUE(write(*database, script("INSERT INTO t VALUES (1)")));
}

}  // namespace
}  // namespace tenon::db::sqlite
