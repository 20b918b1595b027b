#include "migrate/script.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace tenon::migrate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view header = "-- tenon: script=1 database=postgres direction=up\n";

std::string fault_of(const std::string& text) {
  try {
    read_script("up.postgres.sql", text);
  } catch (const std::runtime_error& fault) {
    return fault.what();
  }
  return "none";
}

std::string fault_after_header(const std::string& text) {
  return fault_of(std::string(header) + text);
}

Script example() {
  Script script;
  script.dialect = sql::Dialect::postgres;
  Step add;
  add.title = "Adds column \"summary\" to \"posts\"";
  add.notes = {"Readers and writers wait for an instant."};
  add.lock = Lock::access_exclusive;
  add.sql = "ALTER TABLE \"posts\" ADD COLUMN \"summary\" text COLLATE \"C\";";
  Step index;
  index.title = "Makes index \"posts_summary_index\"";
  index.place = Place::outside;
  index.lock = Lock::share_update_exclusive;
  index.index = "posts_summary_index";
  index.sql = "CREATE INDEX CONCURRENTLY \"posts_summary_index\" ON \"posts\" (\"summary\", \"id\");";
  Step fill;
  fill.title = "Fills it";
  fill.place = Place::outside;
  fill.lock = Lock::rows;
  fill.batch = 1000;
  fill.loses = {"posts.old", "tags"};
  fill.rewrites = {"posts"};
  fill.sql = "UPDATE \"posts\"\n  SET \"summary\" = ''";
  script.steps = {add, index, fill};
  return script;
}

TEST(ScriptTest, IsAFileThatPeopleCanRead) {
  EXPECT_EQ(write_script(example()), R"(-- tenon: script=1 database=postgres direction=up

-- tenon: step=transaction lock=access-exclusive
-- Adds column "summary" to "posts"
-- Readers and writers wait for an instant.
ALTER TABLE "posts" ADD COLUMN "summary" text COLLATE "C";

-- tenon: step=outside lock=share-update-exclusive index=posts_summary_index
-- Makes index "posts_summary_index"
CREATE INDEX CONCURRENTLY "posts_summary_index" ON "posts" ("summary", "id");

-- tenon: step=outside lock=rows rewrites=posts loses=posts.old,tags batch=1000
-- Fills it
UPDATE "posts"
  SET "summary" = ''
)");
}

TEST(ScriptTest, ComesBackAsItWasWritten) {
  EXPECT_EQ(read_script("x", write_script(example())), example());
  Script empty;
  empty.direction = Direction::down;
  empty.foreign_keys_off = true;
  EXPECT_EQ(read_script("x", write_script(empty)), empty);
}

TEST(ScriptTest, EditsByHandSurvive) {
  const auto script = read_script("x", std::string(header) +
                                           "-- Written by hand, ask the warehouse team.\r\n\n"
                                           "-- tenon: step=transaction\n"
                                           "-- tenon: lock=share  loses=a.b\r\n"
                                           "--Title\n"
                                           "-- note\n"
                                           "\n"
                                           "-- a comment of the SQL\n"
                                           "UPDATE a SET b = '\n"
                                           "  -- not a hint'; SELECT 1;\n\n");
  ASSERT_EQ(script.steps.size(), 1U);
  const auto& step = script.steps.front();
  EXPECT_EQ(step.title, "Title");
  EXPECT_THAT(step.notes, ElementsAre("note"));
  EXPECT_EQ(step.lock, Lock::share);
  EXPECT_THAT(step.loses, ElementsAre("a.b"));
  EXPECT_EQ(step.sql, "-- a comment of the SQL\nUPDATE a SET b = '\n  -- not a hint'; SELECT 1;");
  EXPECT_EQ(read_script("x", write_script(script)), script);
}

TEST(ScriptTest, FaultsNameTheLine) {
  EXPECT_EQ(fault_after_header("SELECT 1;\n"),
            "up.postgres.sql:2: SQL stands before the first step: begin one with \"-- tenon: step=transaction\"");
  EXPECT_EQ(fault_after_header("\n-- tenon: step=inside\n"),
            "up.postgres.sql:3: \"inside\" is no value of \"step\"." + std::string(" Did you mean \"outside\"?"));
  EXPECT_THAT(fault_after_header("-- tenon: step=outside look=none\n"),
              HasSubstr(":2: the hint \"look\" is not known"));
  EXPECT_THAT(fault_after_header("-- tenon: step\n"), HasSubstr(":2: \"step\" is not key=value"));
  EXPECT_THAT(fault_after_header("-- tenon:\n"), HasSubstr(":2: a hint without"));
  EXPECT_THAT(fault_after_header("-- tenon: step=outside batch=0\n"), HasSubstr("\"batch\" wants a number"));
  EXPECT_THAT(fault_after_header("-- tenon: step=outside batch=9x\n"), HasSubstr("\"batch\" wants a number"));
  EXPECT_THAT(fault_after_header("-- tenon: step=transaction batch=9\n"), HasSubstr("runs outside"));
  EXPECT_THAT(fault_after_header("-- tenon: step=transaction index=i\n"), HasSubstr("runs outside"));
  EXPECT_THAT(fault_after_header("-- tenon: step=outside loses=a,,b\n"), HasSubstr("\"loses\" wants names"));
  EXPECT_THAT(fault_after_header("-- tenon: step=outside\nSELECT 1;\n-- tenon: lock=none\n"),
              HasSubstr(":4: a hint in the middle of a step"));
  EXPECT_THAT(fault_of(""), HasSubstr("\"script=1\" is missing"));
  EXPECT_THAT(fault_of("-- tenon: script=2\n"), HasSubstr(":1: script=2 is of a later version"));
  EXPECT_THAT(fault_of("-- tenon: script=1 direction=up\n"), HasSubstr("\"database=…\" is missing"));
  EXPECT_THAT(fault_of("-- tenon: script=1 database=oracle\n"), HasSubstr("\"oracle\" is not known"));
}

TEST(ScriptTest, LimitsAreKept) {
  EXPECT_THAT(fault_of(std::string(limits::max_script_bytes + 1, '\n')), HasSubstr("is larger than"));
  std::string many;
  for (std::size_t i = 0; i <= limits::max_script_steps; ++i) many += "-- tenon: step=outside\n";
  EXPECT_THAT(fault_after_header(many), HasSubstr("there are more than 10000 steps"));
}

TEST(ScriptTest, ATextThatWouldBeAHintIsRefused) {
  Script script = example();
  script.steps.front().sql = "ALTER TABLE a ADD b text DEFAULT '\n-- tenon: step=outside\n'";
  EXPECT_THROW(write_script(script), std::runtime_error);
}

TEST(ScriptTest, WordsForPeopleStayInTheirComment) {
  Script script = example();
  script.steps.front().title = "Adds\n-- tenon: step=outside";
  const auto read = read_script("x", write_script(script));
  EXPECT_EQ(read.steps.size(), 3U);
  EXPECT_EQ(read.steps.front().title, "Adds -- tenon: step=outside");
}

}  // namespace
}  // namespace tenon::migrate
