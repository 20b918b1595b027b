#pragma once
#include "db/database.hpp"
#include "migrate/applied.hpp"
#include "migrate/apply.hpp"
#include "migrate/losses.hpp"
#include "migrate/own_steps.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// Takes a database along its history. For start-up and the command line: blocks. Every fault is std::runtime_error
/// with a sentence for the operator, ApplyError where a step failed.
namespace tenon::migrate {

struct RunnerOptions {
  OwnTables own_tables;
  std::string tenon_version;
  Progress* progress = nullptr;
  bool contract = false;  ///< no server of the older schema runs any more: the second part of a change may be applied
  std::chrono::milliseconds lock_timeout{2'000};  ///< PostgreSQL, see ApplyOptions
  std::chrono::milliseconds lock_patience{300'000};
  std::chrono::milliseconds wait_for_others{
      600'000};  ///< how long another instance may migrate before this one gives up
};

/// What came of one migration.
struct Ran {
  const Migration* migration = nullptr;
  enum class How : std::uint8_t {
    applied,
    undone,
    recorded,  ///< the database had that structure already: only written down
  } how = How::applied;
};

class Runner {
 public:
  /// All of them must outlive it.
  Runner(db::Database& database, const std::vector<Migration>& history, const RunnerOptions& options);
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  HistoryState state();
  std::vector<AppliedMigration> applied();

  /// Applies what is pending, up to and with number `to`, going on with one that stopped half-way. Calls `ran` after
  /// each. Without `to` all of it, but in a database that was in use not the second part of a change (unless
  /// RunnerOptions::contract), and nothing behind it: that one waits until no server of the older schema runs, and is
  /// what is returned. A database without history that was made from the schema of one of the migrations gets that
  /// history written down first. When several instances do this at once each migration is applied once, and all of
  /// them return when that is done.
  const Migration* up(std::optional<int> to, const std::function<void(const Ran&)>& ran);

  /// What `down(to)` would lose.
  std::vector<Loss> losses_of_down(int to);
  /// Undoes what is applied above number `to`, the last one first.
  void down(int to, const std::function<void(const Ran&)>& ran);

 private:
  /// Writes down the history of a database that has none, or less than it has: the migrations from `first` up to
  /// `end`, by place.
  struct Adopted {
    std::size_t first = 0;
    std::size_t end = 0;
  };
  Adopted adopt();
  void require_sound(const HistoryState& state) const;
  void require_own(const HistoryState& state) const;
  void apply_up(const Migration& migration, std::size_t done, const std::function<void(const Ran&)>& ran);
  void apply_down(const Migration& migration, std::size_t done, const std::function<void(const Ran&)>& ran);
  Script script_for(const Migration& migration, Direction direction) const;
  void remember(const Migration* migration);
  ApplyOptions apply_options(const Migration& migration, Direction direction, std::size_t done, std::size_t steps);

  db::Database& database_;
  const std::vector<Migration>& history_;
  const RunnerOptions& options_;
  std::unique_ptr<db::Session> session_;
};

}  // namespace tenon::migrate
