#include "migrate/readiness.hpp"

#include "migrate/applied.hpp"
#include "migrate/differences.hpp"
#include "migrate/instance_lock.hpp"
#include "migrate/remembered.hpp"
#include "migrate/stored_rows.hpp"

#include <algorithm>
#include <utility>

namespace tenon::migrate {
namespace {

constexpr const char* run_up = "run `tenon migrate up`";
constexpr const char* run_contract = "run `tenon migrate up --contract`";

Readiness fits() {
  Readiness readiness;
  readiness.fitness = Fitness::fits;
  readiness.reason = "the database has the tables of this schema";
  return readiness;
}

/// Both schemas are served: the older one's servers may still run.
Readiness fits_half_way(const Migration& second) {
  auto readiness = fits();
  readiness.reason += ", and those of the one before";
  readiness.details = {second.name + " is pending"};
  readiness.advice = "once no server of the older schema runs, " + std::string(run_contract);
  return readiness;
}

/// One database and one project, looked at once.
class Examination {
 public:
  Examination(db::Database& database, const schema::Model& model, const std::vector<Migration>& history,
              const OwnTables& own_tables)
      : session_(open_session(database)),
        dialect_(database.dialect()),
        own_tables_(own_tables),
        history_(history),
        wanted_(definition_of(model, own_tables(model), dialect_)),
        remembered_(read_remembered(*session_, dialect_)),
        applied_(read_applied(*session_, dialect_)) {
    for (const auto& table : read_tables(*session_, dialect_)) tables_.push_back(table.name);
  }

  Readiness judge() {
    const bool untouched = applied_.empty() && (!remembered_ || remembered_->definition.empty());
    if (tables_.empty() && untouched) return empty();
    if (history_.empty()) return without_history();
    const auto state = compare_history(history_, applied_);
    if (!state.faults.empty()) return refused(state.faults);
    // Both parts of a change serve the newer schema, while the second one is on its way, too.
    const bool half = state.applied + 1 == history_.size() && is_second_part(history_, state.applied);
    if (state.unfinished && !half) return unfinished(*state.unfinished);
    if (applied_.empty() || changed_since()) return same() ? fits() : different(present(), past_history());
    if (state.applied < history_.size() && !half) return pending(state.applied);
    const auto last_model = history_.back().model();
    const auto last = definition_of(*last_model, own_tables_(*last_model), dialect_);
    if (fingerprint_of(last) == fingerprint_of(wanted_)) return half ? fits_half_way(history_.back()) : fits();
    return different(last, "the schema has changes that no migration has",
                     "run `tenon migrate new NAME`, then `tenon migrate up`");
  }

 private:
  bool same() const { return remembered_ && remembered_->fingerprint == fingerprint_of(wanted_); }
  /// `tenon dev` changes a database without a migration.
  bool changed_since() const { return remembered_ && remembered_->origin == Origin::developed; }
  std::vector<std::string> present() const {
    return remembered_ ? split_statements(remembered_->definition) : std::vector<std::string>();
  }

  Readiness empty() const {
    Readiness readiness;
    readiness.reason = "the database is empty";
    readiness.advice = std::string(run_up) + " to create its tables";
    return readiness;
  }

  Readiness without_history() const {
    if (same()) return fits();
    if (!applied_.empty())
      return different(present(),
                       "the database has migrations up to " + applied_.back().name + ", this project has none",
                       "run it in the folder that has migrations/");
    if (remembered_)
      return different(
          present(), "the database was made from another schema",
          "in development, run `tenon dev`, or delete the database to start over; to keep its rows for good, "
          "begin a history with `tenon migrate new`");
    Readiness readiness;
    readiness.fitness = Fitness::different;
    readiness.reason = "the database was not made by Tenon";
    for (const auto& table : tables_) readiness.details.push_back("table " + table + " was not made by Tenon");
    readiness.advice = "name an empty database in DATABASE_URL";
    return readiness;
  }

  Readiness past_history() const {
    Readiness readiness;
    readiness.reason = applied_.empty() ? "the database was made without migrations, from another schema"
                                        : "the database was changed after migration " + applied_.back().name +
                                              ", to another schema than this one";
    readiness.advice = std::string(run_up) + ", which finds out whether it is that of a migration";
    return readiness;
  }

  Readiness different(const std::vector<std::string>& had, Readiness readiness) const {
    readiness.fitness = Fitness::different;
    readiness.details = describe_differences(had, wanted_);
    return readiness;
  }

  Readiness different(const std::vector<std::string>& had, std::string reason, std::string advice) const {
    Readiness readiness;
    readiness.reason = std::move(reason);
    readiness.advice = std::move(advice);
    return different(had, std::move(readiness));
  }

  Readiness pending(std::size_t applied) const {
    Readiness readiness;
    readiness.fitness = Fitness::pending;
    const auto count = history_.size() - applied;
    readiness.reason = count == 1 ? "a migration is pending" : std::to_string(count) + " migrations are pending";
    for (auto i = applied; i < history_.size(); ++i) readiness.details.push_back(history_[i].name);
    readiness.advice = is_second_part(history_, applied) ? run_contract : run_up;
    return readiness;
  }

  static Readiness unfinished(const AppliedMigration& migration) {
    const bool up = migration.running == Direction::up;
    Readiness readiness;
    readiness.fitness = Fitness::unfinished;
    readiness.reason = "migration " + migration.name + " stopped half-way " + (up ? "up" : "down") + ", after " +
                       std::to_string(migration.steps_done) + " steps";
    readiness.advice = std::string("run `tenon migrate ") + (up ? "up" : "down") + "` to complete it";
    return readiness;
  }

  static Readiness refused(std::vector<std::string> faults) {
    Readiness readiness;
    readiness.fitness = Fitness::refused;
    readiness.reason = "the history of the database is not that of this project";
    readiness.details = std::move(faults);
    return readiness;
  }

  std::unique_ptr<db::Session> session_;
  sql::Dialect dialect_;
  const OwnTables& own_tables_;
  const std::vector<Migration>& history_;
  std::vector<std::string> wanted_;
  std::optional<Remembered> remembered_;
  std::vector<AppliedMigration> applied_;
  std::vector<std::string> tables_;
};

}  // namespace

Readiness examine(db::Database& database, const schema::Model& model, const std::vector<Migration>& history,
                  const OwnTables& own_tables) {
  return Examination(database, model, history, own_tables).judge();
}

std::string to_text(const Readiness& readiness) {
  auto text = readiness.reason;
  if (!readiness.details.empty()) text += ':';
  for (const auto& detail : readiness.details) text += "\n  " + detail;
  if (readiness.advice.empty()) return text;
  return text + (readiness.details.empty() ? ": " : "\n") + readiness.advice;
}

}  // namespace tenon::migrate
