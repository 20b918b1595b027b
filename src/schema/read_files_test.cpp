#include "schema/read_files.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <unistd.h>

namespace tenon::schema {
namespace {

namespace fs = std::filesystem;

struct ReadFilesTest : ::testing::Test {
  fs::path folder = fs::temp_directory_path() / ("tenon-read-files-" + std::to_string(::getpid()));
  void SetUp() override { fs::create_directories(folder / "more"); }
  void TearDown() override { fs::remove_all(folder); }
  void write(const char* name, const std::string& text) const { std::ofstream(folder / name) << text; }
};

TEST_F(ReadFilesTest, AFolderGivesItsSchemaFilesInTheOrderOfTheirNames) {
  write("b.graphql", "enum B { X }");
  write("a.graphql", "enum A { X }");
  write("more/c.graphql", "enum C { X }");
  write(".hidden.graphql", "enum H { X }");
  write("notes.txt", "no schema");
  const auto sources = read_schema_files(folder);
  ASSERT_EQ(sources.size(), 3U);
  EXPECT_EQ(sources[0]->text, "enum A { X }");
  EXPECT_EQ(sources[1]->text, "enum B { X }");
  EXPECT_EQ(sources[2]->text, "enum C { X }");
}

TEST_F(ReadFilesTest, NothingThereAndTooMuchThereAreRefused) {
  EXPECT_THROW(read_schema_files(folder / "missing.graphql"), std::runtime_error);
  EXPECT_THROW(read_schema_files(folder / "more"), std::runtime_error);
  write("big.graphql", std::string((1U << 20U) + 1, ' '));
  EXPECT_THROW(read_schema_files(folder / "big.graphql"), std::runtime_error);
}

TEST_F(ReadFilesTest, ADeviceWithoutEndIsReadToTheLimitOnly) {
  EXPECT_THROW(read_schema_files("/dev/zero"), std::runtime_error);
}

}  // namespace
}  // namespace tenon::schema
