#include "app/backend.hpp"
#include "app/command_migrate.hpp"
#include "app/interruption.hpp"
#include "app/migration_project.hpp"
#include "app/print_proof.hpp"
#include "db/scratch.hpp"
#include "migrate/verify.hpp"

#include <cstdio>
#include <stdexcept>

namespace tenon::app {

migrate::Proof prove_migration(const Settings& settings, const std::vector<migrate::Migration>& history, int number) {
  // Before the scratch database, which is to be dropped whatever happens.
  Interruption interruption;
  try {
    const auto scratch = db::open_scratch(settings.database_url);
    migrate::VerifyOptions options;
    options.own_tables = runner_options(scratch->database().dialect(), nullptr).own_tables;
    options.progress = &interruption;
    return migrate::verify_migration(scratch->database(), history, number, options);
  } catch (const Interrupted&) {
    throw std::runtime_error("interrupted; the scratch database is gone");
  }
}

int run_migrate_verify(Arguments& arguments) {
  const auto project = take_migration_project(arguments);
  const auto last = static_cast<int>(project.history.size());
  const bool all = arguments.take_flag("--all");
  const auto chosen = take_number(arguments, "--number", 1, last);
  arguments.finish();
  const auto settings = load_settings();
  if (last == 0) throw std::runtime_error("there are no migrations in " + project.folder.string());
  bool holds = true;
  for (int number = all ? 1 : chosen.value_or(last); number <= (all ? last : chosen.value_or(last)); ++number) {
    const auto proof = prove_migration(settings, project.history, number);
    print_proof(proof, stdout);
    holds = holds && proof.holds();
  }
  return holds ? 0 : 1;
}

}  // namespace tenon::app
