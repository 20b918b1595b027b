#include "schema/starter/starter.hpp"

#include "schema/read_files.hpp"
#include "schema/test_schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <unistd.h>

namespace tenon::schema {
namespace {

namespace fs = std::filesystem;

class StarterTest : public testing::Test {
 protected:
  StarterTest() : folder_(fs::temp_directory_path() / ("tenon-starter-" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~StarterTest() override { fs::remove_all(folder_); }

  void write(const std::string& name, std::string_view text) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }

  fs::path folder_;
};

TEST_F(StarterTest, WorksAsItIs) {
  for (const StarterFile& file : starter_files()) write(std::string(file.name), file.text);
  EXPECT_TRUE(fs::exists(folder_ / ".graphqlrc.yml"));
  std::vector<lang::SourcePtr> sources = read_schema_files(folder_);
  EXPECT_EQ(sources.size(), 2U);
  LoadResult result = load(sources);
  EXPECT_THAT(describe(result.diagnostics), testing::IsEmpty());
  ASSERT_TRUE(result.model);
  EXPECT_TRUE(result.model->find_resource("Note"));
}

TEST_F(StarterTest, AnOldDefinitionsFileIsIgnoredWithAWarning) {
  LoadResult result = load_text(
      "directive @unique(old: Int) on FIELD_DEFINITION\nscalar JSON\nenum RelationOnDelete { RESTRICT }\n"
      "type A @resource @public { x: Int @unique }");
  EXPECT_THAT(describe(result.diagnostics),
              testing::ElementsAre(testing::StartsWith("1:12 warning outdated-definition"),
                                   testing::StartsWith("3:6 warning outdated-definition")));
  EXPECT_TRUE(result.model);
}

TEST_F(StarterTest, ReadsAFolderInTheOrderOfNames) {
  write("b.graphql", "type B @resource @public { x: Int }");
  write("a/z.graphql", "type A @resource @public { x: Int }");
  write(".hidden/c.graphql", "type C");
  write("notes.txt", "no schema");
  std::vector<lang::SourcePtr> sources = read_schema_files(folder_);
  ASSERT_EQ(sources.size(), 2U);
  EXPECT_THAT(sources[0]->name, testing::EndsWith("a/z.graphql"));
  EXPECT_THAT(sources[1]->name, testing::EndsWith("b.graphql"));
}

TEST_F(StarterTest, SaysWhatIsMissing) {
  auto message = [](const fs::path& path) -> std::string {
    try {
      read_schema_files(path);
    } catch (const std::runtime_error& fault) {
      return fault.what();
    }
    return "";
  };
  EXPECT_THAT(message(folder_ / "schema.graphql"), testing::HasSubstr("there is no schema at"));
  EXPECT_THAT(message(folder_), testing::HasSubstr("there is no *.graphql file in"));
  write("big.graphql", std::string((1 << 20) + 1, ' '));
  EXPECT_THAT(message(folder_), testing::HasSubstr("is larger than"));
}

}  // namespace
}  // namespace tenon::schema
