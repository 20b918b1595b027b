#include "base/json.hpp"
#include "schema/test_schema.hpp"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <utility>

/// The reference implementation's cases for schema documents, where its rule is one of ours. They declare types without
/// directives of ours, so the loader may object to more: what is compared is the fault that the rule is about.
namespace tenon::schema {
namespace {

/// graphql-js's rule and our code for the same fault.
constexpr std::array rules{
    std::pair<std::string_view, std::string_view>{"UniqueTypeNamesRule", "duplicate-type"},
    std::pair<std::string_view, std::string_view>{"UniqueEnumValueNamesRule", "duplicate-value"},
    std::pair<std::string_view, std::string_view>{"UniqueFieldDefinitionNamesRule", "duplicate-field"},
};

std::string read_cases() {
  std::ifstream stream(std::filesystem::path(TENON_SOURCE_DIR) / "../shared/conformance/graphql-validation.json",
                       std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string text_of(const base::Json& json, std::string_view name) {
  const base::Json* found = json.find(name);
  return found && found->string() ? *found->string() : std::string();
}

/// Lines and columns that a case names.
std::set<std::string> places(const base::Json& each) {
  std::set<std::string> found;
  for (const base::Json& error : *each.find("errors")->array()) {
    for (const base::Json& at : *error.find("locations")->array()) {
      found.insert(at.find("line")->number()->text + ":" + at.find("column")->number()->text);
    }
  }
  return found;
}

TEST(SchemaConformanceTest, DuplicatesAreFoundWhereTheReferenceFindsThem) {
  std::string text = read_cases();
  if (text.empty()) GTEST_SKIP() << "graphql-validation.json is not here";
  base::JsonLimits limits;
  limits.max_bytes = 32 << 20;
  limits.max_values = 10'000'000;
  auto json = base::parse_json(text, limits);
  ASSERT_TRUE(json);
  int compared = 0;
  for (const base::Json& each : *json->find("cases")->array()) {
    if (text_of(each, "kind") != "validateSDL" || !each.find("schema")->is_null()) continue;
    for (const auto& [rule, code] : rules) {
      if (text_of(each, "rule") != rule) continue;
      std::set<std::string> expected = places(each);
      bool found = false;
      for (const lang::Diagnostic& diagnostic : load_text(text_of(each, "document"), Lints::skip).diagnostics) {
        if (diagnostic.code != code) continue;
        found = true;
        lang::LineColumn at = lang::line_column(*diagnostic.span.source, diagnostic.span.offset);
        std::string place = std::to_string(at.line) + ":" + std::to_string(at.column);
        EXPECT_TRUE(expected.contains(place)) << place << text_of(each, "document");
      }
      EXPECT_EQ(found, !expected.empty()) << text_of(each, "document");
      ++compared;
    }
  }
  EXPECT_GT(compared, 10);
}

}  // namespace
}  // namespace tenon::schema
