#include "migrate/runner.hpp"

#include "migrate/readiness.hpp"
#include "migrate/remembered.hpp"
#include "migrate/state.hpp"
#include "migrate/testing/test_project.hpp"

#include <gmock/gmock.h>

#include <thread>

namespace tenon::migrate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::migration;
using testing::model_of;
using testing::rows_of;
using testing::step;

constexpr const char* first_schema = "type Note @resource @public(ops: [READ]) { text: String! }";
constexpr const char* second_schema = "type Note @resource @public(ops: [READ]) { text: String! mood: String }";

std::string message_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const std::runtime_error& fault) {
    return fault.what();
  }
  return "nothing was thrown";
}

class RunnerTest : public ::testing::Test {
 protected:
  RunnerTest() {
    options_.own_tables = [](const schema::Model&) { return std::vector<std::string>(); };
    options_.tenon_version = "0.1.0";
    std::vector<Step> create;
    for (const auto& statement : definition_of(*model_of(first_schema), {}, sql::Dialect::sqlite))
      create.push_back(step(statement));
    history_.push_back(migration(1, "start", first_schema, create, {step("DROP TABLE notes")}));
    history_.back().scripts[{sql::Dialect::sqlite, Direction::down}] = [] {
      auto drop = step("DROP TABLE notes");
      drop.loses = {"notes"};
      return testing::script_text(Direction::down, {drop});
    }();
    auto lose = step("ALTER TABLE notes DROP COLUMN mood");
    lose.loses = {"notes.mood"};
    history_.push_back(migration(2, "mood", second_schema, {step("ALTER TABLE notes ADD COLUMN mood TEXT")}, {lose}));
  }

  void up(std::optional<int> to = std::nullopt) { Runner(*database_, history_, options_).up(to, note()); }
  void down(int to) { Runner(*database_, history_, options_).down(to, note()); }
  std::function<void(const Ran&)> note() {
    return [this](const Ran& ran) {
      const char* how = ran.how == Ran::How::applied ? "+" : ran.how == Ran::How::undone ? "-" : "=";
      ran_.push_back(how + ran.migration->name);
    };
  }
  Readiness readiness(const char* schema) {
    return examine(*database_, *model_of(schema), history_, options_.own_tables);
  }

  std::unique_ptr<db::Database> database_ = testing::temporary();
  std::vector<Migration> history_;
  RunnerOptions options_;
  std::vector<std::string> ran_;
};

TEST_F(RunnerTest, TheSecondPartOfAChangeWaitsForWhoKnowsThatItIsTime) {
  up(1);
  history_[1].name = "0002_mood_expand";
  history_.push_back(migration(3, "mood_contract", second_schema, {step("UPDATE notes SET mood = '-'")}, {}));
  up();
  up();
  EXPECT_EQ(ran_, (std::vector<std::string>{"+0001_start", "+0002_mood_expand"}));
  EXPECT_EQ(readiness(second_schema).fitness, Fitness::fits);
  EXPECT_THAT(to_text(readiness(second_schema)), ::testing::HasSubstr("up --contract"));
  options_.contract = true;
  up();
  EXPECT_EQ(ran_.back(), "+0003_mood_contract");
}

TEST_F(RunnerTest, AnOlderApplicationStartsBetweenTheTwoPartsAndUndoesNothing) {
  history_[1].name = "0002_mood_expand";
  history_.push_back(migration(3, "mood_contract", second_schema, {step("UPDATE notes SET mood = '-'")}, {}));
  up(2);
  const auto newer = history_;
  history_.resize(1);
  EXPECT_EQ(readiness(first_schema).fitness, Fitness::fits);
  EXPECT_THROW(down(0), std::runtime_error);
  history_ = newer;
  up(3);
  history_.resize(1);
  EXPECT_EQ(readiness(first_schema).fitness, Fitness::refused);
}

TEST_F(RunnerTest, UpAppliesWhatIsPendingAndWritesItDown) {
  up();
  EXPECT_THAT(ran_, ElementsAre("+0001_start", "+0002_mood"));
  EXPECT_THAT(rows_of(*database_, "SELECT number, name, tenon_version, running FROM tenon_migrations", 4),
              ElementsAre("1 '0001_start' '0.1.0' null", "2 '0002_mood' '0.1.0' null"));
  up();
  EXPECT_EQ(ran_.size(), 2U);
  EXPECT_EQ(status(*database_, *model_of(second_schema), {}).state, State::current);
}

TEST_F(RunnerTest, UpStopsWhereItIsTold) {
  up(1);
  EXPECT_THAT(ran_, ElementsAre("+0001_start"));
  EXPECT_EQ(status(*database_, *model_of(first_schema), {}).state, State::current);
}

TEST_F(RunnerTest, DownUndoesTheLastOneFirst) {
  up();
  down(0);
  EXPECT_THAT(ran_, ElementsAre("+0001_start", "+0002_mood", "-0002_mood", "-0001_start"));
  EXPECT_THAT(rows_of(*database_, "SELECT * FROM tenon_migrations"), IsEmpty());
  EXPECT_EQ(status(*database_, *model_of(first_schema), {}).state, State::empty);
  up();
  down(1);
  EXPECT_EQ(status(*database_, *model_of(first_schema), {}).state, State::current);
  EXPECT_EQ(readiness(second_schema).fitness, Fitness::pending);
  up();
  EXPECT_EQ(readiness(second_schema).fitness, Fitness::fits);
}

TEST_F(RunnerTest, AFailedStepUndoesItsMigrationAlone) {
  history_[1] = migration(2, "mood", second_schema,
                          {step("ALTER TABLE notes ADD COLUMN mood TEXT"), step("CREATE INDEX i ON absent (x)")}, {});
  EXPECT_THAT(message_of([&] { up(); }), HasSubstr("no such table: main.absent"));
  EXPECT_THAT(ran_, ElementsAre("+0001_start"));
  EXPECT_EQ(status(*database_, *model_of(first_schema), {}).state, State::current);
  EXPECT_THAT(rows_of(*database_, "SELECT name FROM pragma_table_info('notes') WHERE name = 'mood'"), IsEmpty());
}

TEST_F(RunnerTest, ReferencesThatPointNowhereAreRefused) {
  history_[1].scripts[{sql::Dialect::sqlite, Direction::up}] =
      testing::script_text(Direction::up,
                           {step("CREATE TABLE kids (id INTEGER PRIMARY KEY, note TEXT REFERENCES notes (id))"),
                            step("INSERT INTO kids VALUES (1, 'nobody'), (2, 'nobody')")},
                           true);
  EXPECT_THAT(message_of([&] { up(); }), HasSubstr("2 rows of kids point to no row of notes"));
  EXPECT_EQ(status(*database_, *model_of(first_schema), {}).state, State::current);
}

TEST_F(RunnerTest, EditedHistoryIsRefusedByName) {
  up(1);
  history_[0].checksum += "edited";
  EXPECT_THAT(message_of([&] { up(); }), HasSubstr("migration 0001_start was changed after it was applied"));
  EXPECT_THAT(message_of([&] { down(0); }), HasSubstr("0001_start was changed"));
  EXPECT_EQ(readiness(second_schema).fitness, Fitness::refused);
}

TEST_F(RunnerTest, NewerHistoryIsRefusedWithWhatToDo) {
  up();
  history_.pop_back();
  EXPECT_THAT(message_of([&] { up(); }), HasSubstr("the database has migration 0002_mood, which is not in the folder"));
  EXPECT_THAT(message_of([&] { up(); }), HasSubstr("tenon migrate down --to 1"));
}

TEST_F(RunnerTest, AMigrationThatTookAnothersNumberIsNamed) {
  up();
  history_[1].name = "0002_other";
  EXPECT_THAT(message_of([&] { up(); }), HasSubstr("the database has migration 0002_mood, the folder has 0002_other"));
}

TEST_F(RunnerTest, ADatabaseMadeWithoutMigrationsGetsItsHistory) {
  create(*database_, *model_of(first_schema), {});
  up();
  EXPECT_THAT(ran_, ElementsAre("=0001_start", "+0002_mood"));
}

TEST_F(RunnerTest, ADatabaseOfAnotherSchemaIsNotTaken) {
  create(*database_, *model_of("type Other @resource @public(ops: [READ]) { a: Int }"), {});
  EXPECT_THAT(message_of([&] { up(); }), HasSubstr("from a schema that none of them has"));
  EXPECT_THAT(ran_, IsEmpty());
}

TEST_F(RunnerTest, WhatDevelopmentDidBecomesTheMigrationThatSaysTheSame) {
  up(1);
  const std::vector<std::string> change{"ALTER TABLE notes ADD COLUMN mood TEXT"};
  ASSERT_TRUE(database_->define(change));
  const auto statements = definition_of(*model_of(second_schema), {}, sql::Dialect::sqlite);
  remember(*open_session(*database_), sql::Dialect::sqlite, statements, second_schema, Origin::developed, "0.1.0");
  EXPECT_EQ(readiness(second_schema).fitness, Fitness::fits);
  auto with_second = std::exchange(history_, {history_.front()});
  EXPECT_THAT(message_of([&] { up(); }), HasSubstr("by `tenon dev`, to a schema that no migration has"));
  history_ = with_second;
  up();
  EXPECT_THAT(ran_, ElementsAre("+0001_start", "=0002_mood"));
}

TEST_F(RunnerTest, TablesOfOthersAreNotTaken) {
  const std::vector<std::string> foreign{"CREATE TABLE diary (entry TEXT)"};
  ASSERT_TRUE(database_->define(foreign));
  EXPECT_THAT(message_of([&] { up(); }), HasSubstr("tables that were not made by Tenon"));
}

TEST_F(RunnerTest, LossesAreCountedByColumn) {
  up();
  Runner runner(*database_, history_, options_);
  EXPECT_THAT(runner.losses_of_down(0), IsEmpty()) << "there are no rows";
  const std::vector<std::string> rows{
      "INSERT INTO notes (id, text, mood, created_at, updated_at) VALUES "
      "('a', 'x', 'good', 0, 0), ('b', 'y', NULL, 0, 0)"};
  ASSERT_TRUE(database_->define(rows));
  const auto losses = runner.losses_of_down(0);
  ASSERT_EQ(losses.size(), 2U);
  EXPECT_EQ(losses[0].what, "notes.mood");
  EXPECT_EQ(losses[0].rows, 1);
  EXPECT_EQ(losses[1].what, "notes");
  EXPECT_EQ(losses[1].rows, 2);
}

TEST_F(RunnerTest, ManyInstancesApplyEachOnce) {
  auto folder = (std::filesystem::temp_directory_path() / "tenon-test-XXXXXX").string();
  ASSERT_TRUE(::mkdtemp(folder.data()));
  const auto url = "sqlite:" + folder + "/tenon.db";
  std::atomic<int> applied = 0;
  std::vector<std::thread> instances;
  for (int i = 0; i < 6; ++i) {
    instances.emplace_back([&] {
      const auto database = db::open(url, {});
      Runner(*database, history_, options_).up(std::nullopt, [&](const Ran&) { ++applied; });
    });
  }
  for (auto& instance : instances) instance.join();
  EXPECT_EQ(applied, 2);
  std::filesystem::remove_all(folder);
}

TEST_F(RunnerTest, ABatchRunsUntilItChangesNothing) {
  struct Watcher final : Progress {
    void batch(const Step&, std::uint64_t changed) override { seen.push_back(changed); }
    std::vector<std::uint64_t> seen;
  };
  up(1);
  std::string rows = "INSERT INTO notes (id, text, created_at, updated_at) VALUES ('0', 'x', 0, 0)";
  for (int i = 1; i < 5; ++i) rows += ", ('" + std::to_string(i) + "', 'x', 0, 0)";
  ASSERT_TRUE(database_->define(std::vector<std::string>{rows}));
  auto fill = step("UPDATE notes SET mood = 'good' WHERE id IN (SELECT id FROM notes WHERE mood IS NULL LIMIT 2);");
  fill.place = Place::outside;
  fill.batch = 2;
  history_[1] = migration(2, "mood", second_schema, {step("ALTER TABLE notes ADD COLUMN mood TEXT"), fill}, {});
  Watcher watcher;
  options_.progress = &watcher;
  up();
  EXPECT_THAT(watcher.seen, ElementsAre(2, 4, 5));
  EXPECT_THAT(rows_of(*database_, "SELECT count(*) FROM notes WHERE mood = 'good'"), ElementsAre("5"));
}

TEST_F(RunnerTest, ReadinessSaysWhatToRun) {
  EXPECT_EQ(readiness(second_schema).fitness, Fitness::empty);
  up(1);
  const auto pending = readiness(second_schema);
  EXPECT_EQ(pending.fitness, Fitness::pending);
  EXPECT_THAT(to_text(pending), HasSubstr("a migration is pending:\n  0002_mood\nrun `tenon migrate up`"));
  up();
  EXPECT_EQ(readiness(second_schema).fitness, Fitness::fits);
  const auto ahead = readiness("type Note @resource @public(ops: [READ]) { text: String! mood: String more: Int }");
  EXPECT_EQ(ahead.fitness, Fitness::different);
  EXPECT_THAT(to_text(ahead), HasSubstr("column more is missing"));
  EXPECT_THAT(to_text(ahead), HasSubstr("tenon migrate new NAME"));
}

TEST_F(RunnerTest, OwnTablesComeAndGoWithTheModel) {
  options_.own_tables = [](const schema::Model& model) {
    std::vector<std::string> tables;
    if (model.find_resource("Note")->find_field("mood")) tables = {"CREATE TABLE \"tenon_own\" (\"x\" TEXT)"};
    return tables;
  };
  up();
  EXPECT_THAT(rows_of(*database_, "SELECT * FROM tenon_own"), IsEmpty());
  down(1);
  EXPECT_THAT(rows_of(*database_, "SELECT name FROM sqlite_schema WHERE name = 'tenon_own'"), IsEmpty());
}

}  // namespace
}  // namespace tenon::migrate
