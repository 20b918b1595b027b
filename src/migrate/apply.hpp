#pragma once
#include "db/session.hpp"
#include "migrate/script.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>

/// Runs one script on a database. Knows nothing of history; who does, passes a `Recorder`.
namespace tenon::migrate {

/// Told what happens, as it happens, on the thread that applies. Does nothing by itself.
class Progress {
 public:
  virtual ~Progress() = default;
  /// Before a step of `count`, 0-based.
  virtual void step(const Step& step, std::size_t index, std::size_t count);
  /// After each batch of a step: rows changed so far.
  virtual void batch(const Step& step, std::uint64_t changed);
  /// A lock was not to be had in time: the step will be tried again.
  virtual void waiting(const Step& step, int attempt);
};

/// Writes down that the first `done` steps are done: in the same transaction as they are, or, for a step outside of a
/// transaction, right after it.
using Recorder = std::function<void(db::Session& session, std::size_t done)>;

struct ApplyOptions {
  std::size_t done = 0;  ///< steps that are done already
  /// Called inside the first transaction, before anything is changed (SQLite: with the write lock held). False: there
  /// is nothing to do any more, and nothing is done. Not called where there is no such transaction.
  std::function<bool(db::Session& session)> still_wanted;
  Recorder record;
  Progress* progress = nullptr;
  std::chrono::milliseconds lock_timeout{2'000};     ///< how long others may have to wait behind us for a table
  std::chrono::milliseconds lock_patience{300'000};  ///< how long to try again for
};

/// Why a script stopped, as a sentence for the operator.
struct ApplyError : std::runtime_error {
  using std::runtime_error::runtime_error;
  std::size_t done = 0;  ///< steps that stay done
};

/// SQLite: the whole script is one transaction, whatever its steps say: the database can. PostgreSQL: neighbouring
/// steps of a transaction are one, with a short lock_timeout and tried again with growing, random pauses; steps outside
/// run by themselves, batches until they change nothing. False if it was not wanted any more. Throws ApplyError.
bool apply_script(db::Session& session, const Script& script, const ApplyOptions& options);

}  // namespace tenon::migrate
