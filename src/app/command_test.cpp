#include "app/command.hpp"

#include "app/version.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace tenon::app {
namespace {

using ::testing::HasSubstr;

std::string file_text(const char* path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(ArgumentsTest, OptionsAreTakenInBothForms) {
  Arguments arguments({"up", "--schema", "a.graphql", "--name=Ada Lovelace"});
  EXPECT_EQ(arguments.take_option("--schema", ""), "a.graphql");
  EXPECT_EQ(arguments.take_option("--name", ""), "Ada Lovelace");
  EXPECT_EQ(arguments.take_option("--other", "fallback"), "fallback");
  EXPECT_EQ(arguments.take_word("what"), "up");
  EXPECT_NO_THROW(arguments.finish());
}

TEST(ArgumentsTest, WhatIsLeftOverOrMissingIsAUsageError) {
  EXPECT_THROW(Arguments({"--schema"}).take_option("--schema", ""), UsageError);
  EXPECT_THROW(Arguments({}).take_word("what"), UsageError);
  EXPECT_THROW(Arguments({"--flag"}).take_word("what"), UsageError);
  EXPECT_THROW(Arguments({"extra"}).finish(), UsageError);
}

TEST(CommandTest, TheReferencePageNamesEveryCommand) {
  const auto page = file_text(TENON_SOURCE_DIR "/docs/reference/cli.md");
  for (const auto& command : command_table()) EXPECT_THAT(page, HasSubstr(command.name)) << command.name;
}

TEST(CommandTest, TheVersionIsTheProjectS) {
  EXPECT_THAT(file_text(TENON_SOURCE_DIR "/CMakeLists.txt"), HasSubstr("VERSION " + std::string(version)));
}

}  // namespace
}  // namespace tenon::app
