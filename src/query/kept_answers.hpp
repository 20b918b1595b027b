#pragma once
#include "access/principal.hpp"
#include "query/engine.hpp"
#include "sql/render.hpp"

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// Remembers what writes were answered, in a table of ours that is written in the transaction of their rows: never
/// ahead of them, never behind.
namespace tenon::query {

inline constexpr const char* kept_answers_table = "tenon_idempotency";

/// Makes the table and its index.
std::vector<std::string> kept_answers_definition(sql::Dialect dialect);

/// What tells one attempt from another in the table.
struct KeptKey {
  std::string id;           ///< hash of caller and key: the key itself is not stored
  std::string fingerprint;  ///< of the request
  std::string rights;       ///< hash of the caller's roles and scopes
  base::Micros now = 0;
};
KeptKey kept_key(const Attempt& attempt, const access::Principal& principal);

/// One row of the table.
struct KeptRow {
  std::string fingerprint;
  std::string rights;
  std::string answer;
  base::Micros at = 0;
};

/// Attempts of this process and statements on the table. Thread-safe.
class KeptAnswers {
 public:
  KeptAnswers(sql::Dialect dialect, std::chrono::seconds keep);

  /// Holds a place among the attempts that are at work, and gives it back.
  class Place {
   public:
    Place(KeptAnswers& owner, std::string id);
    ~Place();
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    explicit operator bool() const { return taken_; }  ///< false: another attempt of this id holds it

   private:
    KeptAnswers& owner_;
    std::string id_;
    bool taken_ = false;
  };

  /// A row that counts no longer.
  bool expired(const KeptRow& row, base::Micros now) const;
  /// The answer, or why the caller does not get it.
  static base::Result<std::string> judge(const KeptKey& key, KeptRow row);
  static base::Error in_progress();

  base::Task<base::Result<std::optional<KeptRow>>> find(db::Database& database, const KeptKey& key,
                                                        base::Deadline deadline) const;
  base::Task<base::Result<std::optional<KeptRow>>> find(db::Transaction& transaction, const KeptKey& key) const;
  /// Writes a row without an answer: true unless one is there. Where another transaction is about to write it, waits.
  base::Task<base::Result<bool>> claim(db::Transaction& transaction, const KeptKey& key) const;
  base::Task<base::Result<void>> forget(db::Transaction& transaction, const KeptKey& key) const;
  base::Task<base::Result<void>> finish(db::Transaction& transaction, const KeptKey& key,
                                        const std::string& answer) const;

  /// Whether old rows are to be looked for now: once a minute.
  bool sweep_is_due(base::Micros now);
  /// Removes a bounded number of rows that expired.
  base::Task<base::Result<void>> sweep(db::Transaction& transaction, base::Micros now) const;

 private:
  base::Task<base::Result<std::int64_t>> run(db::Transaction& transaction, const sql::Statement& statement,
                                             std::vector<base::Value> parameters) const;

  base::Micros keep_;
  sql::Statement find_;
  sql::Statement claim_;
  sql::Statement forget_;
  sql::Statement finish_;
  sql::Statement sweep_;
  std::mutex mutex_;
  std::set<std::string, std::less<>> at_work_;
  std::atomic<base::Micros> next_sweep_{0};
};

}  // namespace tenon::query
