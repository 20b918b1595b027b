#include "app/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

namespace tenon::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

SettingsResult read(std::map<std::string, std::string, std::less<>> environment) {
  return read_settings([environment = std::move(environment)](std::string_view name) -> std::optional<std::string> {
    const auto found = environment.find(name);
    return found == environment.end() ? std::nullopt : std::optional(found->second);
  });
}

TEST(SettingsTest, AnEmptyEnvironmentIsDevelopmentWithDefaults) {
  const auto result = read({});
  EXPECT_THAT(result.faults, IsEmpty());
  EXPECT_EQ(result.settings.environment, Environment::development);
  EXPECT_EQ(result.settings.database_url, "sqlite:data/tenon.db");
  EXPECT_EQ(result.settings.host, "127.0.0.1");
  EXPECT_EQ(result.settings.port, 8080);
  EXPECT_THAT(result.settings.cors_origins, IsEmpty());
  EXPECT_FALSE(result.settings.log_format.has_value());
}

TEST(SettingsTest, EveryFaultIsNamedWithWhatItShouldLookLikeAndNeverItsValue) {
  const auto result = read(
      {{"PORT", "80800"}, {"TENON_SECRET", "hunter2"}, {"DATABASE_URL", "mysql://x"}, {"TENON_CORS_ORIGINS", "*"}});
  ASSERT_EQ(result.faults.size(), 4U);
  EXPECT_THAT(result.faults[0], HasSubstr("DATABASE_URL is malformed: it should be sqlite:PATH"));
  EXPECT_THAT(result.faults[1], HasSubstr("PORT"));
  EXPECT_THAT(result.faults[2], HasSubstr("TENON_SECRET"));
  EXPECT_THAT(result.faults[2], Not(HasSubstr("hunter2")));
  EXPECT_THAT(result.faults[3], HasSubstr("TENON_CORS_ORIGINS"));
}

TEST(SettingsTest, ProductionNeedsASecret) {
  EXPECT_THAT(read({{"TENON_ENV", "production"}}).faults, ElementsAre(HasSubstr("TENON_SECRET is missing")));
  EXPECT_THAT(read({{"TENON_ENV", "production"}, {"TENON_SECRET", std::string(32, 's')}}).faults, IsEmpty());
}

TEST(SettingsTest, OriginsAreExact) {
  const auto result = read({{"TENON_CORS_ORIGINS", "https://a.example.org, http://localhost:3000"}});
  EXPECT_THAT(result.settings.cors_origins, ElementsAre("https://a.example.org", "http://localhost:3000"));
  for (const char* bad : {"https://", "a.example.org", "https://a.example.org/", "https://*.example.org"})
    EXPECT_THAT(read({{"TENON_CORS_ORIGINS", bad}}).faults, Not(IsEmpty())) << bad;
}

TEST(SettingsTest, NumbersHaveBoundsAndNoTail) {
  for (const char* bad : {"-1", "65536", "80x", " 80", "0x50", ""}) {
    const auto result = read({{"PORT", bad}});
    EXPECT_EQ(result.faults.empty(), std::string(bad).empty()) << bad;
  }
}

TEST(SettingsTest, ADotEnvFileHasNamesValuesQuotesAndComments) {
  const auto parsed =
      parse_dot_env("# comment\nA=1\nexport B = two words # why\n C='# not a comment' \r\nD=\"x=y\"\n\nE=\n");
  EXPECT_THAT(parsed.faults, IsEmpty());
  using Pair = std::pair<std::string, std::string>;
  EXPECT_THAT(parsed.values, ElementsAre(Pair{"A", "1"}, Pair{"B", "two words"}, Pair{"C", "# not a comment"},
                                         Pair{"D", "x=y"}, Pair{"E", ""}));
}

TEST(SettingsTest, AMalformedDotEnvLineIsNamedByItsNumber) {
  EXPECT_THAT(parse_dot_env("A=1\nnonsense\n=x\nB='open\n").faults,
              ElementsAre(HasSubstr("line 2"), HasSubstr("line 3"), HasSubstr("line 4")));
}

TEST(SettingsTest, TheReferencePageHasEveryRowOfTheTable) {
  std::ifstream file(TENON_SOURCE_DIR "/docs/reference/settings.md");
  std::stringstream page;
  page << file.rdbuf();
  for (const auto& setting : setting_table()) {
    const auto fallback = setting.fallback.empty() ? std::string() : "`" + std::string(setting.fallback) + "`";
    const auto row = "| `" + std::string(setting.name) + "` | " + fallback + " | " + std::string(setting.meaning) +
                     " | " + std::string(setting.looks_like) + " |";
    EXPECT_THAT(page.str(), HasSubstr(row));
  }
}

}  // namespace
}  // namespace tenon::app
