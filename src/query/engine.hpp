#pragma once
#include "access/principal.hpp"
#include "base/deadline.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/task.hpp"
#include "db/database.hpp"
#include "query/operation.hpp"
#include "query/rate_limits.hpp"
#include "schema/model.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tenon::query {

/// Beside the rows of a reading operation.
struct ReadAnswer {
  std::int64_t price = 0;                      ///< in points, see query/cost.hpp
  std::vector<std::string> masked;             ///< paths of masked values, e.g. "email", "3.author.email"
  std::optional<std::string> etag;             ///< get only: the row's version (unquoted), also good for If-Match
  std::optional<std::string> next_cursor;      ///< list by position: where the next page begins; none on the last page
  std::optional<std::string> previous_cursor;  ///< list by position: what the page before this one ends before; none
                                               ///< on a page from the start, or where no rows come before
  bool more = false;                           ///< aggregate: there are more groups
  std::optional<std::int64_t> total;           ///< list by number
};

/// Beside the row of a writing operation.
struct WriteAnswer {
  std::int64_t price = 0;  ///< in points, see query/cost.hpp
  std::vector<std::string> masked;
  std::vector<base::Value> ids;  ///< of the rows created or changed, in order
  std::string etag;              ///< of the one row; empty for several
  bool created = false;          ///< a row came into being (PUT may create)
  bool withheld = false;         ///< some row is not for the caller to read
};

/// Writes inside one transaction; each as the Engine's own of that name. After one has failed nothing is stored of all.
class Writes {
 public:
  virtual ~Writes() = default;
  virtual base::Task<base::Result<WriteAnswer>> create(const Create& operation, std::string& out) = 0;
  virtual base::Task<base::Result<WriteAnswer>> update(const Update& operation, std::string& out) = 0;
  virtual base::Task<base::Result<void>> remove(const Remove& operation) = 0;
  virtual base::Task<base::Result<void>> link(const Link& operation) = 0;
  /// A row as it is now, as after a write; `operands` as Create::answer_operands.
  virtual base::Task<base::Result<WriteAnswer>> row(const Selection& selection, const base::Value& id,
                                                    std::span<const base::Value> operands, std::string& out) = 0;
  /// What all of them have cost so far, in points.
  virtual std::int64_t spent() const = 0;
};
/// Runs on the transaction's thread, so it must not touch what a loop owns. An error undoes everything.
using Together = std::move_only_function<base::Task<base::Result<void>>(Writes&)>;

/// A write that may be sent again, because its answer may have been lost.
struct Attempt {
  std::string key;          ///< what its caller calls it; another caller's key of that name is another key
  std::string fingerprint;  ///< of everything that it asks for
};
/// Writes, and gives what is to be answered, now and whenever it is asked again. Runs as Together does, and maybe more
/// than once.
using OnceWork = std::move_only_function<base::Task<base::Result<std::string>>(Writes&)>;
struct KeptAnswer {
  std::string bytes;
  bool replayed = false;  ///< of an earlier attempt: nothing was written now
};

struct EngineOptions {
  base::Secret cursor_key;                            ///< authenticates cursors
  std::size_t plans_per_loop = 1000;                  ///< bound of each plan cache
  std::chrono::seconds keep_answers{24LL * 60 * 60};  ///< how long `once` knows an attempt again
  std::int64_t max_cost = 50'000;  ///< points of one request, unless a role of the caller says otherwise
  std::size_t max_result_bytes = 16 * 1024 * 1024;  ///< of what one read gives; more is too_expensive
  RateLimits::Clock clock;                          ///< of rate limits; none: the steady one
};

/// The neck. Every entrance reads and writes through here, always with a Principal.
///
/// Thread-safe: each loop has its own plan cache. JSON is appended to `out` (one object, an array, or nothing on error:
/// `out` is then as it was). The operation, the principal and `out` must outlive the await.
class Engine {
 public:
  /// Throws std::runtime_error with a sentence for the operator where the database cannot judge the model's rules (see
  /// dialect_faults.hpp).
  Engine(schema::ModelPtr model, db::Database& database, EngineOptions options);
  ~Engine();

  const schema::Model& model() const;

  /// The most points that a request of this caller may cost: the setting, or the highest `maxCost` of its roles.
  std::int64_t max_cost(const access::Principal& principal) const;
  /// too_expensive with both figures where `points` are more than that: for what consists of several operations.
  base::Result<void> afford(std::int64_t points, const access::Principal& principal) const;

  /// not_found where there is no such row for this caller.
  base::Task<base::Result<ReadAnswer>> get(const Get& operation, const access::Principal& principal, std::string& out,
                                           base::Deadline deadline);
  /// not_found where no candidate has such a row for this caller. One statement, however many there are; no ETag.
  base::Task<base::Result<ReadAnswer>> get_any(const GetAny& operation, const access::Principal& principal,
                                               std::string& out, base::Deadline deadline);
  /// An array. With a parent: not_found where the caller may not read the parent.
  base::Task<base::Result<ReadAnswer>> list(const List& operation, const access::Principal& principal, std::string& out,
                                            base::Deadline deadline);

  /// One object: the members of the page.
  base::Task<base::Result<ReadAnswer>> connect(const Connect& operation, const access::Principal& principal,
                                               std::string& out, base::Deadline deadline);
  /// An array with an object for each group.
  base::Task<base::Result<ReadAnswer>> aggregate(const Aggregate& operation, const access::Principal& principal,
                                                 std::string& out, base::Deadline deadline);

  /// The row or the array of rows as the caller may read them; a row the caller may create but not read comes as {"id":
  /// …}.
  base::Task<base::Result<WriteAnswer>> create(Create operation, const access::Principal& principal, std::string& out);
  base::Task<base::Result<WriteAnswer>> update(Update operation, const access::Principal& principal, std::string& out);
  base::Task<base::Result<void>> remove(Remove operation, const access::Principal& principal);
  base::Task<base::Result<void>> link(Link operation, const access::Principal& principal);

  /// All that `work` writes, or nothing. Planned there; the principal must outlive the await.
  base::Task<base::Result<void>> together(Together work, const access::Principal& principal);

  /// All that `work` writes together with its answer, or nothing; a later attempt of the same key writes nothing and
  /// gets that answer. What fails is not kept. conflict, with a detail whose code says why: `reused` (the key was used
  /// for something else), `in_progress` (the first attempt is at work), `rights_changed` (the caller's roles or scopes
  /// are not those of then, so the answer is not for it any more). The principal must not be anonymous, and must
  /// outlive the await. Needs the table of query/kept_answers.hpp.
  base::Task<base::Result<KeptAnswer>> once(Attempt attempt, OnceWork work, const access::Principal& principal);
  /// The answer of an earlier attempt, if there is one; conflict as above. Reads alone: for asking before the work of
  /// understanding the request begins.
  base::Task<base::Result<std::optional<std::string>>> kept(const Attempt& attempt, const access::Principal& principal,
                                                            base::Deadline deadline);

  /// create as part of a larger transaction, for accounts: runs on the transaction's thread. `as_owner_of_itself`: the
  /// new row is the account of the caller-to-be (registration): CREATE row rules are not asked (the account type's
  /// registration setting was), field rules are, for `principal`. An operator principal (Credential::operator_console)
  /// skips row and field rules.
  enum class Registration : std::uint8_t { no, yes };
  base::Task<base::Result<WriteAnswer>> create_in(db::Transaction& transaction, const Create& operation,
                                                  const access::Principal& principal, Registration registration,
                                                  std::string& out);

  /// Reads a cursor made for this list's resource and sort; bad_request for any other text. The values go into
  /// CursorPage::after.
  base::Result<std::vector<base::Value>> read_cursor(std::string_view cursor, const schema::Resource& resource,
                                                     const std::vector<SortKey>& sort) const;

  /// Counters for tests, metrics and bench.
  struct Statistics {
    std::uint64_t plans_made = 0;
    std::uint64_t plans_reused = 0;
  };
  Statistics statistics() const;

 private:
  class Impl;
  friend class TransactionWrites;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tenon::query
