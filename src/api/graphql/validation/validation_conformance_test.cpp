#include "api/graphql/type_system/build.hpp"
#include "api/graphql/validation/validate.hpp"
#include "base/json.hpp"
#include "lang/graphql/parser.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

/// The validation cases recorded from graphql-js; they live outside the repository. Each case runs one rule.
namespace tenon::api::graphql {
namespace {

const base::Json& member(const base::Json& object, std::string_view name) {
  const base::Json* found = object.find(name);
  if (!found) throw std::runtime_error("no member " + std::string(name));
  return *found;
}

std::string read_cases() {
  std::ifstream file(std::filesystem::path(TENON_SOURCE_DIR) / "../shared/conformance/graphql-validation.json");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string line_of(std::string message, const std::vector<std::string>& places) {
  for (const std::string& place : places) message += " @" + place;
  return message + "\n";
}

std::string expected(const base::Json& test) {
  std::string out;
  for (const base::Json& error : *member(test, "errors").array()) {
    std::vector<std::string> places;
    if (const base::Json* locations = error.find("locations"))
      for (const base::Json& place : *locations->array())
        places.push_back(member(place, "line").number()->text + ":" + member(place, "column").number()->text);
    out += line_of(*member(error, "message").string(), places);
  }
  return out;
}

std::string outcome(const base::Json& test, const TypeSystem& types) {
  lang::graphql::ParseOptions options;
  options.legacy_fragment_variables = true;
  const auto document = lang::graphql::parse(
      std::make_shared<lang::Source>(lang::Source{"case", *member(test, "document").string()}), options);
  if (!document) return "does not parse: " + document.error().front().message;
  const std::string& rule = *member(test, "rule").string();
  std::vector<RuleEntry> rules;
  std::ranges::copy_if(rule_list(), std::back_inserter(rules),
                       [&](const RuleEntry& entry) { return entry.name == rule; });
  if (rules.size() != 1) return "there is no rule " + rule;
  std::string out;
  for (const Error& error : apply_rules(types, *document, rules, Limits{})) {
    std::vector<std::string> places;
    for (const auto& place : error.locations)
      places.push_back(std::to_string(place.line) + ":" + std::to_string(place.column));
    out += line_of(error.message, places);
  }
  return out;
}

TEST(GraphqlValidationConformance, AgreesWithGraphqlJs) {
  const std::string text = read_cases();
  if (text.empty()) GTEST_SKIP() << "skipped: graphql-validation.json is not here";
  const auto data = base::parse_json(text, {.max_bytes = 32 << 20, .max_depth = 32, .max_values = 1'000'000});
  ASSERT_TRUE(data) << data.error().message;

  std::map<std::string, TypeSystemPtr> schemas;
  for (const auto& [name, schema] : *member(*data, "schemas").object())
    if (auto types = build_type_system(*schema.string())) schemas[name] = *types;

  int compared = 0;
  for (const base::Json& test : *member(*data, "cases").array()) {
    if (*member(test, "kind").string() != "validate") continue;
    const std::string& name = *member(test, "schema").string();
    ASSERT_TRUE(schemas.contains(name)) << name;
    EXPECT_EQ(outcome(test, *schemas[name]), expected(test))
        << "case " << member(test, "id").number()->text << " " << *member(test, "rule").string() << "\n"
        << *member(test, "document").string();
    ++compared;
  }
  EXPECT_EQ(compared, 429);
}

}  // namespace
}  // namespace tenon::api::graphql
