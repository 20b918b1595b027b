#include "base/json.hpp"
#include "lang/graphql/parser.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

/// The parse cases recorded from graphql-js; they live outside the repository.
namespace tenon::lang::graphql {
namespace {

const base::Json& member(const base::Json& object, std::string_view name) {
  const base::Json* found = object.find(name);
  if (!found) throw std::runtime_error("no member " + std::string(name));
  return *found;
}

ParseOptions options_of(const base::Json& test) {
  ParseOptions options;
  const base::Json* given = test.find("options");
  if (!given) return options;
  if (const base::Json* most = given->find("maxTokens")) options.max_tokens = std::stoul(most->number()->text);
  if (const base::Json* legacy = given->find("allowLegacyFragmentVariables"))
    options.legacy_fragment_variables = *legacy->boolean();
  return options;
}

std::string expected_outcome(const base::Json& test) {
  if (*member(test, "ok").boolean()) return "parses";
  const base::Json& error = member(test, "error");
  const base::Json& place = member(error, "locations").array()->front();
  return member(place, "line").number()->text + ":" + member(place, "column").number()->text + " " +
         *member(error, "message").string();
}

std::string outcome(const base::Json& test) {
  auto document = parse(std::make_shared<Source>(Source{"case", *member(test, "document").string()}), options_of(test));
  if (document) return "parses";
  const Diagnostic& fault = document.error().front();
  const LineColumn place = line_column(*fault.span.source, fault.span.offset);
  return std::to_string(place.line) + ":" + std::to_string(place.column) + " " + fault.message;
}

TEST(GraphqlParserConformance, AgreesWithGraphqlJs) {
  const std::filesystem::path path =
      std::filesystem::path(TENON_SOURCE_DIR) / "../shared/conformance/graphql-parse.json";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "skipped: " << path << " is not here";
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  const auto data = base::parse_json(text.str());
  ASSERT_TRUE(data) << data.error().message;

  const base::Json::Array& cases = *member(*data, "cases").array();
  EXPECT_EQ(cases.size(), 102U);
  for (const base::Json& test : cases) {
    EXPECT_EQ(outcome(test), expected_outcome(test)) << "case " << member(test, "id").number()->text;
  }
}

}  // namespace
}  // namespace tenon::lang::graphql
