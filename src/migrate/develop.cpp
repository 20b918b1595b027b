#include "migrate/develop.hpp"

#include "migrate/compare.hpp"
#include "migrate/correspondence.hpp"
#include "migrate/instance_lock.hpp"
#include "migrate/own_steps.hpp"
#include "migrate/plan.hpp"
#include "migrate/refusals.hpp"
#include "migrate/remembered.hpp"
#include "schema/load.hpp"

#include <stdexcept>

namespace tenon::migrate {

schema::ModelPtr present_model(db::Database& database) {
  const auto session = open_session(database);
  const auto present = read_remembered(*session, database.dialect());
  if (!present || present->snapshot.empty()) return nullptr;
  return schema::load_text(present->snapshot, schema::Lints::skip).model;
}

Script script_between(const schema::Model& from, const schema::Model& to, sql::Dialect dialect,
                      const OwnTables& own_tables) {
  const auto names = correspond(from, to);
  const auto before = structure_of(from);
  const auto after = structure_of(to);
  const auto changes = compare(before, after, names.up);
  std::string refused;
  for (const auto& refusal : refusals(changes, Filled::unknown)) refused += (refused.empty() ? "" : "\n  ") + refusal;
  if (!refused.empty()) throw std::runtime_error(refused);
  return with_own_tables(plan(changes, dialect, Direction::up), own_tables(from), own_tables(to));
}

void develop(db::Database& database, const Script& script, const schema::Model& to, std::string_view snapshot,
             const RunnerOptions& options) {
  const auto session = open_session(database);
  const InstanceLock lock(*session, database.dialect(), options.wait_for_others);
  ApplyOptions apply;
  apply.progress = options.progress;
  apply.lock_timeout = options.lock_timeout;
  apply.lock_patience = options.lock_patience;
  apply.record = [&](db::Session& recording, std::size_t done) {
    if (done < script.steps.size()) return;
    const auto statements = definition_of(to, options.own_tables(to), database.dialect());
    remember(recording, database.dialect(), statements, snapshot, Origin::developed, options.tenon_version);
  };
  apply_script(*session, script, apply);
}

}  // namespace tenon::migrate
