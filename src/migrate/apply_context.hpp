#pragma once
#include "migrate/apply.hpp"

#include <string_view>

/// What the appliers of both databases share.
namespace tenon::migrate {

/// One application of one script.
class Application {
 public:
  Application(db::Session& session, const Script& script, const ApplyOptions& options)
      : session_(session), script_(script), options_(options), done_(options.done) {}

  bool on_sqlite();
  bool on_postgres();

 private:
  /// Runs a step's text; batches until nothing changes. Throws ApplyError.
  void run(const Step& step);
  void run_batches(const Step& step);
  std::uint64_t run_batch(const Step& step);
  void announce(std::size_t index);
  void record();
  void execute(const std::string& text, std::string_view what);
  void roll_back() noexcept;
  [[noreturn]] void fail(const std::string& what) const;

  void begin_on_sqlite();
  void check_references();

  /// The end of the group of transactional steps that begins at `done_`.
  std::size_t group_end() const;
  bool run_group(std::size_t end);
  void run_outside(const Step& step);
  /// True if the index is there and valid: the step was done, only not written down.
  bool prepare_index(const Step& step);
  /// Calls `work` until it does not fail for want of a lock.
  template <typename Work>
  auto with_patience(const Step& step, Work work);

  db::Session& session_;
  const Script& script_;
  const ApplyOptions& options_;
  std::size_t done_;
};

/// A failure that may not come again: a lock, a deadlock.
struct LockNotHad {
  std::string message;
};

}  // namespace tenon::migrate
