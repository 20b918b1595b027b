#include "migrate/verify.hpp"

#include "migrate/fitting_rows.hpp"
#include "migrate/instance_lock.hpp"
#include "migrate/present_structure.hpp"
#include "migrate/remembered.hpp"
#include "migrate/row_snapshot.hpp"
#include "sql/administration.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace tenon::migrate {
namespace {

/// Whether its definition says nothing of where it lies. PostgreSQL names the schema in those of indexes and functions.
bool is_plain(std::string_view kind) {
  return kind == "column" || kind == "constraint" || kind == "table";
}

/// Everything there is at one moment.
struct Moment {
  std::vector<PresentPart> structure;
  RowSnapshot rows;
};

class Trial {
 public:
  Trial(db::Database& database, const std::vector<Migration>& history, int number, const VerifyOptions& options)
      : session_(open_session(database)),
        dialect_(database.dialect()),
        history_(history),
        number_(static_cast<std::size_t>(number)),
        options_(options) {
    proof_.migration = history_[number_ - 1].name;
  }

  Proof run() {
    for (std::size_t number = 1; number < number_; ++number) apply(script_for(number, Direction::up));
    if (number_ > 1) fill_for_migration(*history_[number_ - 2].model());
    const auto up = script_for(number_, Direction::up);
    const auto down = script_for(number_, Direction::down);
    collect_losses(up, "up");
    collect_losses(down, "down");
    const auto before = now();
    proof_.rows = before.rows.rows();
    if (!attempt(up, "up")) return proof_;
    // The first one finds no rows: it is to show that it can go when there are some.
    if (number_ == 1) {
      fill(*history_.front().model());
      proof_.rows = now().rows.rows();
    }
    const auto after = now();
    proof_.structure = structure_fingerprint(after.structure);
    compare_with_schema(after.structure);
    if (!attempt(down, "down")) return proof_;
    const auto back = now();
    compare("after down", before, back, ColumnOrder::ignored, lost_);
    if (!attempt(up, "up again")) return proof_;
    auto lost = lost_;
    if (number_ == 1) std::ranges::copy(all_tables(after), std::inserter(lost, lost.end()));
    // SQLite's tables that are made anew have the schema's order; a column that is added to one stands last.
    const auto order = dialect_ == sql::Dialect::sqlite ? ColumnOrder::ignored : ColumnOrder::counts;
    compare("after the second up", after, now(), order, lost);
    return proof_;
  }

 private:
  Moment now() { return {read_structure(*session_, dialect_), RowSnapshot(*session_, dialect_)}; }

  Script script_for(std::size_t number, Direction direction) const {
    return complete_script(history_, number - 1, dialect_, direction, options_.own_tables);
  }

  void apply(const Script& script) {
    ApplyOptions apply;
    apply.progress = options_.progress;
    apply_script(*session_, script, apply);
  }

  bool attempt(const Script& script, const std::string& what) {
    try {
      apply(script);
      return true;
    } catch (const std::runtime_error& fault) {
      proof_.faults.push_back(what + ": " + fault.what());
      return false;
    }
  }

  void fill(const schema::Model& model) {
    const auto rows = make_sample_rows(model, options_.samples);
    for (const auto& empty : rows.empty) proof_.notes.push_back("tried without rows: " + empty);
    store_sample_rows(*session_, dialect_, rows);
  }

  /// That rows which break a new constraint stop it is known: it is tried on rows that do not.
  void fill_for_migration(const schema::Model& model) {
    fill(model);
    for (const auto& statement : fitting_statements(model, *history_[number_ - 1].model(), dialect_)) {
      const auto done = session_->execute(statement);
      if (!done) proof_.notes.push_back("rows may break what is new: " + done.error().message);
    }
  }

  void collect_losses(const Script& script, const std::string& way) {
    for (const auto& step : script.steps) {
      for (const auto& what : step.loses) {
        if (lost_.insert(what).second) proof_.losses.push_back(way + " loses " + what);
      }
    }
  }

  static std::set<std::string> all_tables(const Moment& moment) {
    std::set<std::string> names;
    for (const auto& part : moment.structure)
      if (part.kind == "table") names.insert(part.name);
    return names;
  }

  void compare(const std::string& when, const Moment& before, const Moment& after, ColumnOrder order,
               const std::set<std::string>& lost) {
    for (const auto& line : structure_differences(before.structure, after.structure, order))
      proof_.faults.push_back(when + ": " + line);
    for (const auto& line : before.rows.losses(after.rows, lost)) proof_.faults.push_back(when + ": " + line);
  }

  /// What the schema's own tables would have and this has not.
  void compare_with_schema(const std::vector<PresentPart>& structure) {
    const auto model = history_[number_ - 1].model();
    for (const auto& part : structure_of_fresh(*model)) {
      const auto same = [&](const PresentPart& present) {
        return present.kind == part.kind && present.table == part.table && present.name == part.name;
      };
      const auto found = std::ranges::find_if(structure, same);
      // The second part of the change makes what the older schema could not live with.
      const bool comes_later = phase_of(history_[number_ - 1].name) == Phase::expand;
      if (found == structure.end() && comes_later)
        proof_.notes.push_back(part.kind + " " + part.table + (part.table.empty() ? "" : ".") + part.name +
                               " is left to the second part");
      else if (found == structure.end())
        proof_.faults.push_back("after up: " + part.kind + " " + part.table + (part.table.empty() ? "" : ".") +
                                part.name + " is missing, and the schema needs it");
      else if (found->definition != part.definition && is_plain(part.kind))
        proof_.notes.push_back(part.kind + " " + part.table + "." + part.name + " is `" + found->definition +
                               "`; a new database has `" + part.definition + "`");
    }
  }

  /// What a database has that is made from the schema alone: on SQLite in a file of its own, on PostgreSQL in a schema
  /// of its own for the moment.
  std::vector<PresentPart> structure_of_fresh(const schema::Model& model) {
    const auto make = [&](db::Session& session) {
      for (const auto& statement : definition_of(model, options_.own_tables(model), dialect_))
        execute_or_throw(session, statement, "the tables of the schema cannot be made");
      return read_structure(session, dialect_);
    };
    if (dialect_ == sql::Dialect::sqlite) {
      const auto database = db::open("sqlite::memory:", {});
      return make(*open_session(*database));
    }
    constexpr std::string_view fresh = "tenon_fresh";
    execute_or_throw(*session_, sql::enter_new_schema(fresh), "a schema to compare with cannot be made");
    auto structure = make(*session_);
    execute_or_throw(*session_, sql::leave_schema(fresh), "the schema to compare with cannot be dropped");
    return structure;
  }

  std::unique_ptr<db::Session> session_;
  sql::Dialect dialect_;
  const std::vector<Migration>& history_;
  std::size_t number_;
  const VerifyOptions& options_;
  std::set<std::string> lost_;
  Proof proof_;
};

}  // namespace

Proof verify_migration(db::Database& database, const std::vector<Migration>& history, int number,
                       const VerifyOptions& options) {
  return Trial(database, history, number, options).run();
}

}  // namespace tenon::migrate
