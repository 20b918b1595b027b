#include "migrate/data_fingerprint.hpp"

#include "migrate/row_snapshot.hpp"
#include "migrate/testing/test_project.hpp"

#include <gmock/gmock.h>

namespace tenon::migrate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class DataFingerprintTest : public ::testing::Test {
 protected:
  DataFingerprintTest() {
    run("CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT, y REAL) STRICT");
    run("INSERT INTO a VALUES (1, 'one', 1.5), (2, 'two', NULL), (3, NULL, 0.0)");
  }
  void run(const std::string& text) {
    const auto done = session_->execute(text);
    ASSERT_TRUE(done) << done.error().message;
  }
  DataFingerprint now() {
    return data_fingerprint(*session_, sql::Dialect::sqlite, read_tables(*session_, sql::Dialect::sqlite));
  }
  RowSnapshot rows() { return RowSnapshot(*session_, sql::Dialect::sqlite); }

  std::unique_ptr<db::Database> database_ = testing::temporary();
  std::unique_ptr<db::Session> session_ = open_session(*database_);
};

TEST_F(DataFingerprintTest, TheOrderOfRowsDoesNotMatter) {
  const auto before = now();
  run("CREATE TABLE b AS SELECT * FROM a; DELETE FROM a; INSERT INTO a SELECT * FROM b ORDER BY id DESC; DROP TABLE b");
  EXPECT_EQ(now(), before);
}

TEST_F(DataFingerprintTest, AChangedValueIsToldByColumn) {
  const auto before = now();
  run("UPDATE a SET x = 'ONE' WHERE id = 1");
  EXPECT_THAT(data_differences(before, now()), ElementsAre("a.x holds other values"));
}

TEST_F(DataFingerprintTest, ValuesThatChangeTheirRowsAreNoticed) {
  const auto before = now();
  run("UPDATE a SET x = CASE id WHEN 1 THEN 'two' WHEN 2 THEN 'one' END");
  EXPECT_THAT(data_differences(before, now()), ElementsAre("a.x holds other values"));
}

TEST_F(DataFingerprintTest, AnEmptyTextIsNoNull) {
  const auto before = now();
  run("UPDATE a SET x = '' WHERE id = 3");
  EXPECT_THAT(data_differences(before, now()), ElementsAre("a.x holds other values"));
}

TEST_F(DataFingerprintTest, MissingRowsAreCounted) {
  const auto before = now();
  run("DELETE FROM a WHERE id > 1");
  EXPECT_THAT(data_differences(before, now()), ElementsAre("a has 1 row, had 3 rows"));
}

TEST_F(DataFingerprintTest, ASnapshotSaysWhichValueWasLost) {
  const auto before = rows();
  run("UPDATE a SET x = 'ONE' WHERE id = 1; UPDATE a SET x = 'three' WHERE id = 3; ALTER TABLE a DROP COLUMN y");
  EXPECT_THAT(before.losses(rows(), {}), ElementsAre("1 values of a.x have changed: row 1 had 'one', has 'ONE'",
                                                     "2 values of a.y are gone: row 1 had 1.5"));
  EXPECT_THAT(before.losses(rows(), {"a.x", "a.y"}), IsEmpty()) << "what is known to be lost is not counted";
}

TEST_F(DataFingerprintTest, ASnapshotSaysWhichRowsAreGoneOrNew) {
  const auto before = rows();
  run("DELETE FROM a WHERE id = 2; INSERT INTO a VALUES (9, 'nine', 9)");
  EXPECT_THAT(before.losses(rows(), {}), ElementsAre("1 rows of a are gone", "1 rows of a are new"));
  run("DROP TABLE a");
  EXPECT_THAT(before.losses(rows(), {}), ElementsAre("table a is gone, with 3 rows"));
  EXPECT_THAT(before.losses(rows(), {"a"}), IsEmpty());
}

}  // namespace
}  // namespace tenon::migrate
