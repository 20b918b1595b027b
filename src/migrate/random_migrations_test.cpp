#include "db/database.hpp"
#include "db/postgres/testing/test_server.hpp"
#include "migrate/draft.hpp"
#include "migrate/testing/random_schema.hpp"
#include "migrate/verify.hpp"
#include "schema/load.hpp"

#include <gtest/gtest.h>

namespace tenon::migrate {
namespace {

constexpr int edits = 30;

std::string words(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += "  " + line + "\n";
  return text;
}

/// Migrations as if they had been written and read again; none where the edits cannot be migrated so.
std::vector<Migration> next(const std::vector<Migration>& history, const testing::RandomSchema& schema, Parts parts) {
  const auto text = schema.text();
  auto loaded = schema::load_text(text, schema::Lints::skip);
  if (!loaded.model) {
    for (const auto& diagnostic : loaded.diagnostics) ADD_FAILURE() << lang::print(diagnostic, lang::Colour::off);
    return {};
  }
  std::vector<Migration> migrations;
  try {
    for (auto& draft : draft_migration(history, *loaded.model, text, "edit", Filled::unknown, parts)) {
      auto& migration = migrations.emplace_back(std::move(draft.migration));
      migration.name = migration_folder_name(migration.number, migration.name);
      migration.checksum = migration.name;
    }
  } catch (const std::runtime_error&) {
    return {};
  }
  return migrations;
}

void expect_proven(const std::vector<Migration>& history, sql::Dialect dialect, const std::string& edited) {
  std::unique_ptr<db::postgres::testing::NewDatabase> place;
  if (dialect == sql::Dialect::postgres) place = std::make_unique<db::postgres::testing::NewDatabase>();
  const auto database = db::open(place ? place->url() : "sqlite::memory:", {});
  VerifyOptions options;
  options.own_tables = [](const schema::Model&) { return std::vector<std::string>(); };
  const auto& last = history.back();
  try {
    const auto proof = verify_migration(*database, history, last.number, options);
    if (proof.holds()) return;
    ADD_FAILURE() << proof.migration << ":\n"
                  << words(proof.faults) << edited << history[history.size() - 2].snapshot << last.snapshot
                  << last.scripts.at({dialect, Direction::up}) << last.scripts.at({dialect, Direction::down});
  } catch (const std::runtime_error& fault) {
    ADD_FAILURE() << fault.what() << "\n"
                  << edited << history[history.size() - 2].snapshot << last.snapshot
                  << last.scripts.at({dialect, Direction::up}) << last.scripts.at({dialect, Direction::down});
  }
}

/// The same edits with servers of both schemas running between: 1 if that can be, and needs two migrations.
int prove_in_two(std::vector<Migration> history, const testing::RandomSchema& edited) {
  const auto parts = next(history, edited, Parts::two);
  if (parts.size() < 2) return 0;
  for (const auto& part : parts) {
    history.push_back(part);
    expect_proven(history, sql::Dialect::postgres, words(edited.edits));
  }
  return 1;
}

/// Proving one takes as long as four others.
constexpr int enough_halves = 4;

struct Round {
  sql::Dialect dialect;
  std::uint32_t seed;
};

class RandomMigrationsTest : public ::testing::TestWithParam<Round> {};

// Each is tried on rows of the schema before it: up, down, up, with structure, rows and foreign keys compared.
TEST_P(RandomMigrationsTest, ThirtyEditsInARowComeBack) {
  testing::RandomSchema schema(GetParam().seed);
  std::vector<Migration> history;
  auto first = next(history, schema, Parts::one);
  ASSERT_FALSE(first.empty());
  history.push_back(std::move(first.front()));
  const bool in_two = GetParam().dialect == sql::Dialect::postgres;
  int refused = 0;
  int halves = 0;
  for (int edit = 0; edit < edits && !::testing::Test::HasFailure(); ++edit) {
    auto edited = schema;
    edited.edit();
    schema.take_dice(edited);
    auto migration = next(history, edited, Parts::one);
    if (migration.empty()) {
      ASSERT_LT(++refused, 200) << "nearly everything is refused";
      --edit;
      continue;
    }
    if (in_two && halves < enough_halves) halves += prove_in_two(history, edited);
    schema = std::move(edited);
    history.push_back(std::move(migration.front()));
    expect_proven(history, GetParam().dialect, words(schema.edits));
  }
  EXPECT_TRUE(!in_two || halves == enough_halves) << "hardly anything was made in two migrations: " << halves;
}

std::vector<Round> rounds() {
  std::vector<Round> all;
  for (std::uint32_t seed = 1; seed <= 2; ++seed) all.push_back({sql::Dialect::sqlite, seed});
  all.push_back({sql::Dialect::postgres, 5});
  return all;
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomMigrationsTest, ::testing::ValuesIn(rounds()), [](const auto& round) {
  return std::string(dialect_name(round.param.dialect)) + std::to_string(round.param.seed);
});

}  // namespace
}  // namespace tenon::migrate
