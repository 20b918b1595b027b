#include "app/backend.hpp"
#include "app/command_migrate.hpp"
#include "app/load_schema.hpp"
#include "app/migration_project.hpp"
#include "app/print_proof.hpp"
#include "migrate/draft.hpp"
#include "migrate/losses.hpp"
#include "schema/read_files.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <stdexcept>

namespace tenon::app {
namespace {

using migrate::Direction;

void print_steps(const migrate::Script& script) {
  for (const auto& step : script.steps) {
    const bool brief = step.lock == migrate::Lock::access_exclusive && step.rewrites.empty();
    std::printf("    %s (%s%s%s)\n", step.title.c_str(), std::string(migrate::waits(step.lock)).c_str(),
                brief ? " for an instant" : "", step.rewrites.empty() ? "" : "; writes the table anew");
    for (const auto& note : step.notes) std::printf("      %s\n", note.c_str());
  }
}

void print_draft(const migrate::Draft& draft) {
  std::printf("%s\n", draft.migration.name.c_str());
  for (const auto& [key, script] : draft.scripts) {
    if (key.second == Direction::down || script.steps.empty()) continue;
    std::printf("  On %s:\n", std::string(migrate::dialect_name(key.first)).c_str());
    print_steps(script);
  }
  if (!draft.changes_structure) std::printf("  Only rules change: its scripts do nothing.\n");
  if (draft.permissions.empty()) return;
  std::printf("  Who may do what:\n");
  for (const auto& sentence : draft.permissions) std::printf("    %s\n", sentence.c_str());
}

/// What is lost of the rows that are there; empty where the database cannot be asked, which writing a migration does
/// not need.
std::vector<migrate::Loss> count(const migrate::Draft& draft, const Settings& settings) {
  constexpr std::string_view file = "sqlite:";
  const auto& url = settings.database_url;
  // Opening it would make it.
  if (url.starts_with(file) && !std::filesystem::exists(url.substr(file.size()))) return {};
  try {
    const auto database = open_database(settings, 1);
    const auto session = database->session();
    if (!session) return {};
    return migrate::count_losses(**session, draft.scripts.at({database->dialect(), Direction::up}), 0);
  } catch (const std::runtime_error&) {
    return {};
  }
}

void print_losses(const migrate::Draft& draft, const Settings& settings, FILE* out) {
  const auto counted = count(draft, settings);
  for (const auto& what : draft.losses) {
    const auto found = std::ranges::find(counted, what, &migrate::Loss::what);
    const auto words = found == counted.end() ? what : migrate::to_text(*found);
    std::fprintf(out, "    %s\n", words.c_str());
  }
}

/// Tells what would be lost; false if that is something, and was not allowed.
bool may_be_lost(const migrate::Draft& draft, const Settings& settings, bool may_lose) {
  if (draft.losses.empty()) return true;
  std::fprintf(may_lose ? stdout : stderr, "  %s for good:\n", may_lose ? "Loses" : "Would lose");
  print_losses(draft, settings, may_lose ? stdout : stderr);
  return may_lose;
}

/// Tries the last one of the history.
bool is_proven(const MigrationProject& project, const Settings& settings) {
  const auto proof = prove_migration(settings, project.history, project.history.back().number);
  print_proof(proof, stdout);
  if (proof.holds()) return true;
  std::fprintf(stderr, "Nothing was written. To write it all the same and mend it by hand, say --no-verify.\n");
  return false;
}

void say_what_next(const std::vector<migrate::Draft>& drafts) {
  for (const auto& draft : drafts) std::printf("Wrote %s.\n", draft.migration.folder.c_str());
  if (drafts.size() == 1)
    std::printf("Run `tenon migrate up` to apply it.\n");
  else
    std::printf(
        "Run `tenon migrate up` to apply the first, deploy this schema everywhere, then `tenon migrate up "
        "--contract`.\n");
}

}  // namespace

int run_migrate_new(Arguments& arguments) {
  auto project = take_migration_project(arguments);
  const auto name = arguments.take_word("the name of the migration");
  const bool may_lose = arguments.take_flag("--allow-data-loss");
  const bool unproven = arguments.take_flag("--no-verify");
  const auto filled = arguments.take_flag("--assume-filled") ? migrate::Filled::assumed : migrate::Filled::unknown;
  const auto parts = arguments.take_flag("--expand") ? migrate::Parts::two : migrate::Parts::one;
  arguments.finish();
  if (!migrate::is_migration_name(name))
    throw UsageError{"\"" + name + "\" is no name of a migration: lower-case letters, digits and _, a letter first"};
  if (migrate::phase_of(name) != migrate::Phase::whole)
    throw UsageError{"a name that ends in _expand or _contract is given by --expand: " + name};
  if (!project.history.empty() && migrate::phase_of(project.history.back().name) == migrate::Phase::expand)
    throw std::runtime_error(project.history.back().name +
                             " has no second part: delete its folder if it was not applied, and write both again");
  const auto settings = load_settings();
  const auto model = load_schema(project.schema_path, stderr);
  auto snapshot = migrate::snapshot_of(schema::read_schema_files(project.schema_path));
  auto drafts = migrate::draft_migration(project.history, *model, std::move(snapshot), name, filled, parts);
  if (drafts.empty()) {
    std::printf("Nothing to migrate: the schema needs and allows what it did in %s.\n",
                project.history.empty() ? "an empty project" : project.history.back().name.c_str());
    return 0;
  }
  if (parts == migrate::Parts::two && drafts.size() == 1)
    std::printf("One migration is enough: servers of the older schema can live with all of this.\n");
  bool kept = true;
  for (auto& draft : drafts) {
    draft.migration = migrate::finish_migration(project.folder, std::move(draft.migration));
    print_draft(draft);
    kept = may_be_lost(draft, settings, may_lose) && kept;
  }
  if (!kept) {
    std::fprintf(stderr,
                 "Nothing was written. Where a field or type has another name now, say so with @was(name: "
                 "…); to lose the values, say --allow-data-loss.\n");
    return 1;
  }
  for (const auto& draft : drafts) {
    project.history.push_back(draft.migration);
    if (!unproven && !is_proven(project, settings)) return 1;
  }
  for (const auto& draft : drafts) migrate::write_migration(draft.migration);
  say_what_next(drafts);
  return 0;
}

}  // namespace tenon::app
