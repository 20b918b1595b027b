#include "app/command.hpp"
#include "app/load_schema.hpp"
#include "app/migration_progress.hpp"
#include "app/ready_database.hpp"
#include "app/running_server.hpp"
#include "app/terminal.hpp"
#include "app/watched_schema.hpp"
#include "migrate/develop.hpp"
#include "migrate/instance_lock.hpp"
#include "migrate/losses.hpp"
#include "migrate/readiness.hpp"

#include <cstdio>
#include <stdexcept>

namespace tenon::app {
namespace {

constexpr timespec between_looks{0, 200'000'000};

/// One run of `tenon dev`.
class Development {
 public:
  Development(MigrationProject project, Settings settings, bool allow_loss)
      : project_(std::move(project)),
        settings_(std::move(settings)),
        secret_(server_secret(settings_)),
        schema_(project_.schema_path),
        allow_loss_(allow_loss) {}

  int run() {
    const auto signals = block_ending_signals();
    schema_.changed();
    const auto model = schema_.load();
    if (!model) return 1;
    auto database = open_database(settings_, loops_of(settings_));
    bring_up_to_date(*database, *model);
    serve(model, std::move(database));
    print_welcome(settings_, *model, server_->server());
    while (sigtimedwait(&signals, nullptr, &between_looks) < 0)
      if (schema_.changed()) reload();
    server_.reset();
    return 0;
  }

 private:
  void serve(schema::ModelPtr model, std::unique_ptr<db::Database> database) {
    server_ = std::make_unique<RunningServer>(settings_, secret_, std::move(model), std::move(database));
    // The next one listens where this one did.
    settings_.port = server_->server().port();
  }

  void reload() {
    const auto model = schema_.load();
    if (!model) return say("The schema is served as it was.");
    try {
      bring_up_to_date(server_->database(), *model);
    } catch (const std::runtime_error& fault) {
      say(fault.what());
      return say("The schema is served as it was.");
    }
    server_.reset();
    serve(model, open_database(settings_, loops_of(settings_), model.get()));
    say("Serving the changed schema.");
  }

  /// Throws std::runtime_error where the database cannot follow.
  void bring_up_to_date(db::Database& database, const schema::Model& model) {
    const auto options = runner_options(database.dialect(), nullptr);
    auto readiness = migrate::examine(database, model, project_.history, options.own_tables);
    if (readiness.fitness == migrate::Fitness::pending) {
      migrate::Runner(database, project_.history, options).up(std::nullopt, print_ran);
      readiness = migrate::examine(database, model, project_.history, options.own_tables);
    }
    // An empty one gets its tables from the migrations, which may lag behind the schema.
    if (readiness.fitness == migrate::Fitness::empty && !project_.history.empty()) {
      migrate::Runner(database, project_.history, options).up(std::nullopt, print_ran);
      readiness = migrate::examine(database, model, project_.history, options.own_tables);
    }
    if (readiness.fitness == migrate::Fitness::different) {
      const auto present = migrate::present_model(database);
      if (!present) throw std::runtime_error(to_text(readiness));
      return change(database, *present, model);
    }
    require_ready_database(settings_, database, model, project_);
  }

  void change(db::Database& database, const schema::Model& from, const schema::Model& to) {
    MigrationProgress progress(stdout);
    const auto options = runner_options(database.dialect(), &progress);
    const auto script = migrate::script_between(from, to, database.dialect(), options.own_tables);
    ask_for_losses(migrate::count_losses(*migrate::open_session(database), script, 0));
    migrate::develop(database, script, to, schema_.text(), options);
    progress.finish_line();
    for (const auto& step : script.steps) say("  " + step.title);
  }

  void ask_for_losses(const std::vector<migrate::Loss>& losses) const {
    if (losses.empty()) return;
    say("This change loses rows or values of the development database:");
    for (const auto& loss : losses) say("  " + to_text(loss));
    if (allow_loss_) return;
    if (!is_terminal(stdin) || !confirm("Lose them?"))
      throw std::runtime_error("Nothing was changed. To lose them, start with --allow-data-loss.");
  }

  static void say(const std::string& line) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
  }

  MigrationProject project_;
  Settings settings_;
  base::Secret secret_;
  WatchedSchema schema_;
  bool allow_loss_;
  std::unique_ptr<RunningServer> server_;
};

}  // namespace

int run_dev(Arguments& arguments) {
  auto project = take_migration_project(arguments);
  const bool allow_loss = arguments.take_flag("--allow-data-loss");
  arguments.finish();
  auto settings = load_settings();
  if (settings.environment != Environment::development)
    throw UsageError{"it changes tables as it goes, so it runs with TENON_ENV=development alone"};
  return Development(std::move(project), std::move(settings), allow_loss).run();
}

}  // namespace tenon::app
