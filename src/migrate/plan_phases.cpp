#include "migrate/backfill.hpp"
#include "migrate/expansion.hpp"
#include "migrate/plan.hpp"
#include "migrate/plan_parts.hpp"
#include "schema/naming.hpp"
#include "sql/alteration.hpp"

#include <algorithm>
#include <set>

namespace tenon::migrate {
namespace {

/// Everything is called what it was called.
Correspondence same_names(const Structure& from, const Structure& to) {
  Correspondence names;
  for (const auto& table : to.tables) {
    const auto* old = from.find(table.name);
    if (!old) continue;
    names.tables[table.name] = table.name;
    auto& columns = names.columns[table.name];
    for (const auto& column : table.columns)
      if (old->find(column.name)) columns[column.name] = column.name;
  }
  return names;
}

std::string alike_name(const Alike& alike) {
  return schema::fit_sql_name("tenon_alike_" + alike.table + "." + alike.after);
}

/// The steps between the older schema, the structure between and the newer one.
class PhasePlan {
 public:
  PhasePlan(const Changes& changes) : changes_(changes), expansion_(expand(changes)) {
    for (const auto& alike : expansion_.alike) {
      kept_.insert(alike.table + "." + alike.before);
      kept_.insert(alike.table + "." + alike.after);
    }
  }

  PhaseScripts make() const {
    const auto& older = *changes_.from;
    const auto& newer = *changes_.to;
    const auto& between = expansion_.between;
    PhaseScripts scripts;
    scripts.expand_up = between_structures(older, between, Direction::up);
    begin(scripts.expand_up, &Alike::before, &Alike::after);
    scripts.expand_down = between_structures(between, older, Direction::down);
    end(scripts.expand_down, Supply::ends);
    scripts.contract_up = between_structures(between, newer, Direction::up);
    end(scripts.contract_up, Supply::goes_on);
    scripts.contract_down = between_structures(newer, between, Direction::down);
    begin(scripts.contract_down, &Alike::after, &Alike::before);
    return scripts;
  }

 private:
  /// Whether rows of the older schema are still given what they lack: the plan that requires it ends that itself.
  enum class Supply : std::uint8_t { ends, goes_on };

  Script between_structures(const Structure& from, const Structure& to, Direction direction) const {
    const auto changes = compare(from, to, same_names(from, to));
    auto script = plan(changes, sql::Dialect::postgres, direction);
    // A column that goes is not lost if its values are there under another name.
    for (auto& step : script.steps)
      if (step.sql.find(" DROP COLUMN ") != std::string::npos)
        std::erase_if(step.loses, [&](const std::string& what) { return kept_.contains(what); });
    return script;
  }

  /// From now on both schemas are served; rows that are there follow. `source` is where values are so far.
  void begin(Script& script, std::string Alike::* source, std::string Alike::* copy) const {
    for (const auto& alike : expansion_.alike) {
      auto& step = script.steps.emplace_back();
      step.title = "Keeps " + alike.before + " and " + alike.after + " of table " + alike.table + " alike";
      step.lock = Lock::share_row_exclusive;
      step.sql = as_sql(sql::keep_alike(alike.table, alike.before, alike.after, alike_name(alike)));
    }
    for (const auto& supplied : expansion_.supplied) {
      auto& step = script.steps.emplace_back();
      step.title = "Fills " + supplied.column + " in rows that are stored from now on";
      step.lock = Lock::share_row_exclusive;
      const auto& table = *expansion_.between.find(supplied.table);
      step.sql = as_sql(sql::fill_new_rows(supplied.table, supplied.column, supplied.value,
                                           fill_name(table, *table.find(supplied.column))));
    }
    for (const auto& alike : expansion_.alike) {
      const auto& table = *expansion_.between.find(alike.table);
      std::ranges::move(backfill_steps(table, *table.find(alike.*copy), sql::quoted(alike.*source)),
                        std::back_inserter(script.steps));
    }
    if (script.direction == Direction::down) return;
    for (const auto& supplied : expansion_.supplied) {
      const auto& table = *expansion_.between.find(supplied.table);
      std::ranges::move(backfill_steps(table, *table.find(supplied.column), supplied.value),
                        std::back_inserter(script.steps));
    }
  }

  void end(Script& script, Supply supply) const {
    std::vector<Step> steps;
    for (const auto& alike : expansion_.alike) {
      auto& step = steps.emplace_back();
      step.title = "Ends keeping " + alike.before + " and " + alike.after + " of table " + alike.table + " alike";
      step.lock = Lock::access_exclusive;
      step.sql = as_sql(sql::drop_row_trigger(alike.table, alike_name(alike)));
    }
    for (const auto& supplied : expansion_.supplied) {
      if (supply == Supply::goes_on) break;
      auto& step = steps.emplace_back();
      const auto& table = *expansion_.between.find(supplied.table);
      step.title = "Ends filling " + supplied.column;
      step.lock = Lock::access_exclusive;
      step.sql = as_sql(sql::drop_row_trigger(supplied.table, fill_name(table, *table.find(supplied.column))));
    }
    script.steps.insert(script.steps.begin(), std::make_move_iterator(steps.begin()),
                        std::make_move_iterator(steps.end()));
  }

  const Changes& changes_;
  Expansion expansion_;
  std::set<std::string> kept_;  ///< "table.column", both of a pair
};

}  // namespace

PhaseScripts plan_phases(const Changes& changes, const Changes& back, sql::Dialect dialect) {
  if (dialect == sql::Dialect::postgres) return PhasePlan(changes).make();
  PhaseScripts scripts;
  scripts.expand_up = plan(changes, dialect, Direction::up);
  scripts.expand_down = plan(back, dialect, Direction::down);
  scripts.contract_up.dialect = scripts.contract_down.dialect = dialect;
  scripts.contract_down.direction = Direction::down;
  return scripts;
}

}  // namespace tenon::migrate
