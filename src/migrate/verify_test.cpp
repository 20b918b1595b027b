#include "migrate/verify.hpp"

#include "migrate/remembered.hpp"
#include "migrate/testing/test_project.hpp"

#include <gmock/gmock.h>

namespace tenon::migrate {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::migration;
using testing::model_of;
using testing::step;

constexpr const char* first_schema = "type Note @resource @public(ops: [READ]) { text: String! size: Int }";
constexpr const char* second_schema =
    "type Note @resource @public(ops: [READ]) { text: String! size: Int mood: String @index }";

class VerifyTest : public ::testing::Test {
 protected:
  VerifyTest() {
    std::vector<Step> create;
    for (const auto& statement : definition_of(*model_of(first_schema), {}, sql::Dialect::sqlite))
      create.push_back(step(statement));
    auto gone = step("DROP TABLE notes");
    gone.loses = {"notes"};
    history_.push_back(migration(1, "start", first_schema, create, {gone}));
  }

  Proof prove(std::vector<Step> up, std::vector<Step> down) {
    history_.push_back(migration(2, "mood", second_schema, std::move(up), std::move(down)));
    return prove(2);
  }
  Proof prove(int number) {
    const auto database = testing::temporary();
    VerifyOptions options;
    options.own_tables = [](const schema::Model&) { return std::vector<std::string>(); };
    return verify_migration(*database, history_, number, options);
  }

  static inline const std::string add = "ALTER TABLE notes ADD COLUMN \"mood\" TEXT";
  static inline const std::string index = "CREATE INDEX \"notes_mood_index\" ON \"notes\" (\"mood\", \"id\")";
  static inline const std::string drop = "DROP INDEX notes_mood_index; ALTER TABLE notes DROP COLUMN mood";
  std::vector<Migration> history_;
};

TEST_F(VerifyTest, AMigrationThatComesBackHolds) {
  const auto proof = prove({step(add), step(index)}, {step(drop)});
  EXPECT_THAT(proof.faults, IsEmpty());
  EXPECT_EQ(proof.migration, "0002_mood");
  EXPECT_EQ(proof.rows, 40U);
}

TEST_F(VerifyTest, TheFirstOneHoldsToo) {
  const auto proof = prove(1);
  EXPECT_THAT(proof.faults, IsEmpty());
  EXPECT_THAT(proof.losses, ElementsAre("down loses notes"));
}

TEST_F(VerifyTest, ADownThatForgetsSomethingIsFound) {
  const auto proof = prove({step(add), step(index)}, {step("DROP INDEX notes_mood_index")});
  EXPECT_THAT(proof.faults, Contains("after down: column notes.mood is new"));
}

TEST_F(VerifyTest, ADownThatLosesRowsIsFound) {
  const auto proof = prove({step(add), step(index)}, {step(drop), step("DELETE FROM notes WHERE size IS NULL")});
  EXPECT_THAT(proof.faults, Contains(HasSubstr("rows of notes are gone")));
}

TEST_F(VerifyTest, AnUpThatChangesValuesIsFound) {
  const auto proof = prove({step(add), step(index), step("UPDATE notes SET text = 'x'")}, {step(drop)});
  EXPECT_THAT(proof.faults, Contains(HasSubstr("values of notes.text have changed: row '019b")));
}

TEST_F(VerifyTest, WhatIsDeclaredAsLostIsTold) {
  auto change = step("UPDATE notes SET text = 'x'");
  change.loses = {"notes.text"};
  const auto proof = prove({step(add), step(index), change}, {step(drop)});
  EXPECT_THAT(proof.faults, IsEmpty());
  EXPECT_THAT(proof.losses, ElementsAre("up loses notes.text"));
}

TEST_F(VerifyTest, AStepThatFailsOnRowsIsFound) {
  const auto proof = prove({step(add), step(index), step("CREATE UNIQUE INDEX once ON notes (length(size))")}, {});
  ASSERT_EQ(proof.faults.size(), 1U);
  EXPECT_THAT(proof.faults.front(), HasSubstr("UNIQUE constraint failed"));
}

TEST_F(VerifyTest, WhatTheSchemaNeedsMustBeThere) {
  const auto proof = prove({step(add)}, {step("ALTER TABLE notes DROP COLUMN mood")});
  EXPECT_THAT(proof.faults, ElementsAre("after up: index notes.notes_mood_index is missing, and the schema needs it"));
}

}  // namespace
}  // namespace tenon::migrate
