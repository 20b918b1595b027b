#include "app/watched_schema.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace tenon::app {
namespace {

class WatchedSchemaTest : public ::testing::Test {
 protected:
  WatchedSchemaTest() { write(one); }
  ~WatchedSchemaTest() override { std::filesystem::remove(path_); }
  void write(const std::string& text) { std::ofstream(path_) << text; }

  const std::string one = "type Note @resource @public(ops: [READ]) { text: String! }\n";
  const std::string two = "type Tag @resource @public(ops: [READ]) { name: String! }\n";
  const std::string path_ =
      (std::filesystem::temp_directory_path() / ("tenon-watched-" + std::to_string(::getpid()) + ".graphql")).string();
  WatchedSchema schema_{path_};
};

TEST_F(WatchedSchemaTest, WhatIsThereAtFirstIsTold) {
  EXPECT_TRUE(schema_.changed());
  EXPECT_EQ(schema_.text(), one);
  EXPECT_FALSE(schema_.changed());
}

TEST_F(WatchedSchemaTest, AChangeIsToldOnceAllOfItIsSaved) {
  ASSERT_TRUE(schema_.changed());
  for (const auto& part : {std::string(), two, two.substr(0, 9)}) {
    write(part);
    EXPECT_FALSE(schema_.changed()) << "seen for the first time: " << part;
  }
  write(two + one);
  EXPECT_FALSE(schema_.changed());
  EXPECT_TRUE(schema_.changed());
  EXPECT_FALSE(schema_.changed());
  EXPECT_EQ(schema_.text(), two + one);
}

TEST_F(WatchedSchemaTest, WhatWasToldIsWhatIsLoaded) {
  ASSERT_TRUE(schema_.changed());
  write(two);
  const auto model = schema_.load();
  ASSERT_TRUE(model);
  EXPECT_TRUE(model->find_resource("Note"));
}

TEST_F(WatchedSchemaTest, OneThatIsAsItWasIsNoChange) {
  ASSERT_TRUE(schema_.changed());
  write(two);
  EXPECT_FALSE(schema_.changed());
  write(one);
  EXPECT_FALSE(schema_.changed());
  EXPECT_FALSE(schema_.changed());
}

TEST_F(WatchedSchemaTest, AFileThatStaysAwayIsAChangeAndSoIsItsReturn) {
  ASSERT_TRUE(schema_.changed());
  std::filesystem::remove(path_);
  int looks = 1;
  while (!schema_.changed()) ++looks;
  EXPECT_GT(looks, 2) << "an editor may need a moment";
  EXPECT_FALSE(schema_.load());
  EXPECT_FALSE(schema_.changed());
  write(one);
  looks = 1;
  while (!schema_.changed() && looks < 10) ++looks;
  EXPECT_LT(looks, 10);
  EXPECT_TRUE(schema_.load());
}

}  // namespace
}  // namespace tenon::app
