#include "migrate/runner.hpp"

#include "migrate/instance_lock.hpp"
#include "migrate/remembered.hpp"
#include "migrate/stored_rows.hpp"

#include <stdexcept>
#include <utility>

namespace tenon::migrate {

Runner::Runner(db::Database& database, const std::vector<Migration>& history, const RunnerOptions& options)
    : database_(database), history_(history), options_(options), session_(open_session(database)) {}

Runner::~Runner() = default;

std::vector<AppliedMigration> Runner::applied() {
  return read_applied(*session_, database_.dialect());
}

HistoryState Runner::state() {
  return compare_history(history_, applied());
}

void Runner::require_sound(const HistoryState& state) const {
  if (state.faults.empty()) return;
  std::string message;
  for (const auto& fault : state.faults) message += (message.empty() ? "" : "\n  ") + fault;
  throw std::runtime_error(message);
}

/// An older application must not undo what is below a newer one's first part.
void Runner::require_own(const HistoryState& state) const {
  require_sound(state);
  if (!state.expanded.empty())
    throw std::runtime_error("the database has migration " + state.expanded +
                             " of a newer version of the application: let that version undo it first");
}

Script Runner::script_for(const Migration& migration, Direction direction) const {
  const auto place = static_cast<std::size_t>(migration.number) - 1;
  return complete_script(history_, place, database_.dialect(), direction, options_.own_tables);
}

void Runner::remember(const Migration* migration) {
  std::vector<std::string> statements;
  if (migration) {
    const auto model = migration->model();
    statements = definition_of(*model, options_.own_tables(*model), database_.dialect());
  }
  migrate::remember(*session_, database_.dialect(), statements, migration ? migration->snapshot : std::string(),
                    Origin::migrated, options_.tenon_version);
}

ApplyOptions Runner::apply_options(const Migration& migration, Direction direction, std::size_t done,
                                   std::size_t steps) {
  ApplyOptions options;
  options.done = done;
  options.progress = options_.progress;
  options.lock_timeout = options_.lock_timeout;
  options.lock_patience = options_.lock_patience;
  // Another instance may have been faster; now nobody can be any more.
  options.still_wanted = [this, &migration, direction](db::Session& session) {
    const auto state = compare_history(history_, read_applied(session, database_.dialect()));
    const auto before = static_cast<std::size_t>(migration.number) - 1;
    if (state.unfinished) return state.unfinished->number == migration.number;
    return direction == Direction::up ? state.applied == before : state.applied == before + 1;
  };
  options.record = [this, &migration, direction, steps](db::Session& session, std::size_t now_done) {
    if (now_done >= steps) {
      const auto number = static_cast<std::size_t>(migration.number);
      if (direction == Direction::up)
        remember(&migration);
      else
        remember(number > 1 ? &history_[number - 2] : nullptr);
    }
    note_progress(session, database_.dialect(), migration, direction, now_done, steps, options_.tenon_version);
  };
  return options;
}

void Runner::apply_up(const Migration& migration, std::size_t done, const std::function<void(const Ran&)>& ran) {
  const auto script = script_for(migration, Direction::up);
  const auto options = apply_options(migration, Direction::up, done, script.steps.size());
  if (apply_script(*session_, script, options)) ran({&migration, Ran::How::applied});
}

void Runner::apply_down(const Migration& migration, std::size_t done, const std::function<void(const Ran&)>& ran) {
  const auto script = script_for(migration, Direction::down);
  const auto options = apply_options(migration, Direction::down, done, script.steps.size());
  if (apply_script(*session_, script, options)) ran({&migration, Ran::How::undone});
}

Runner::Adopted Runner::adopt() {
  const auto dialect = database_.dialect();
  const auto present = read_remembered(*session_, dialect);
  const auto known = applied();
  const auto state = compare_history(history_, known);
  require_sound(state);
  if (state.unfinished) return {};
  // Nothing but migrations changed it.
  if (!known.empty() && (!present || present->origin != Origin::developed)) return {};
  if ((!present || present->definition.empty()) && read_tables(*session_, dialect).empty()) return {};
  std::size_t fits = 0;
  for (auto number = history_.size(); present && number > state.applied && fits == 0; --number) {
    const auto model = history_[number - 1].model();
    if (fingerprint_of(definition_of(*model, options_.own_tables(*model), dialect)) == present->fingerprint)
      fits = number;
  }
  if (fits == 0 && !known.empty())
    throw std::runtime_error("the database was changed after migration " + known.back().name +
                             " by `tenon dev`, to a schema that no migration has: run `tenon migrate new NAME` to keep "
                             "that change, then `tenon migrate up`");
  if (fits == 0)
    throw std::runtime_error(present ? "the database was made without migrations, from a schema that none of them has: "
                                       "bring schema.graphql to what the database was made from, and begin the history "
                                       "with `tenon migrate new`"
                                     : "the database has tables that were not made by Tenon: name an empty one in "
                                       "DATABASE_URL");
  for (auto i = state.applied; i < fits; ++i)
    note_progress(*session_, dialect, history_[i], Direction::up, 1, 1, options_.tenon_version);
  remember(&history_[fits - 1]);
  return {state.applied, fits};
}

const Migration* Runner::up(std::optional<int> to, const std::function<void(const Ran&)>& ran) {
  const InstanceLock lock(*session_, database_.dialect(), options_.wait_for_others);
  Adopted adopted;
  in_transaction(*session_, database_.dialect(), [&] {
    make_history_table(*session_, database_.dialect());
    adopted = adopt();
  });
  for (auto i = adopted.first; i < adopted.end; ++i) ran({&history_[i], Ran::How::recorded});
  const bool may_contract = to || options_.contract || state().applied == 0;
  while (true) {
    const auto now = state();
    require_sound(now);
    if (now.unfinished && now.unfinished->running == Direction::down)
      throw std::runtime_error("migration " + now.unfinished->name + " is half undone: run `tenon migrate down` first");
    if (now.applied >= history_.size()) return nullptr;
    const auto& next = history_[now.applied];
    if (to && next.number > *to) return nullptr;
    if (!may_contract && !now.unfinished && is_second_part(history_, now.applied)) return &next;
    apply_up(next, now.unfinished ? now.unfinished->steps_done : 0, ran);
  }
}

std::vector<Loss> Runner::losses_of_down(int to) {
  const auto now = state();
  require_own(now);
  const auto top = now.applied + (now.unfinished ? 1 : 0);
  std::vector<Loss> losses;
  for (auto number = top; number > static_cast<std::size_t>(to); --number) {
    const auto script = script_for(history_[number - 1], Direction::down);
    const auto done = now.unfinished && number == top ? now.unfinished->steps_done : 0;
    for (auto& loss : count_losses(*session_, script, done)) losses.push_back(std::move(loss));
  }
  return losses;
}

void Runner::down(int to, const std::function<void(const Ran&)>& ran) {
  const InstanceLock lock(*session_, database_.dialect(), options_.wait_for_others);
  while (true) {
    const auto now = state();
    require_own(now);
    if (now.unfinished && now.unfinished->running == Direction::up)
      throw std::runtime_error("migration " + now.unfinished->name +
                               " is half applied: run `tenon migrate up` to complete it first");
    const auto top = now.applied + (now.unfinished ? 1 : 0);
    if (top <= static_cast<std::size_t>(to)) return;
    apply_down(history_[top - 1], now.unfinished ? now.unfinished->steps_done : 0, ran);
  }
}

}  // namespace tenon::migrate
