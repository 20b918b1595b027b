#pragma once
#include "db/database.hpp"
#include "migrate/history_folder.hpp"
#include "migrate/runner.hpp"
#include "migrate/sample_rows.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

/// Tries a migration on a database of its own before it meets real rows: up, down, up.
namespace tenon::migrate {

struct VerifyOptions {
  OwnTables own_tables;
  SampleOptions samples;
  Progress* progress = nullptr;
};

/// What was looked at, and what was found.
struct Proof {
  std::string migration;            ///< "0003_name"
  std::size_t rows = 0;             ///< that were there when it went up
  std::vector<std::string> faults;  ///< why it is not to be trusted; empty: it is
  std::vector<std::string> losses;  ///< what it says it loses, on the way up or down
  std::vector<std::string> notes;   ///< what is no fault but worth a look
  std::string structure;            ///< fingerprint after up
  bool holds() const { return faults.empty(); }
};

/// Goes up to `history[number - 1]`, fills the tables with generated rows of the schema before, and runs up → down →
/// up. The proof holds if
/// - every step runs;
/// - after down the structure is what it was, and every row and value but those declared as lost (Step::loses);
/// - after the second up structure and rows are what they were after the first;
/// - after up nothing is missing that the migration's schema needs.
/// `database` is empty and is not fit for anything else afterwards. Throws std::runtime_error where the migrations
/// before it fail already, or the database does not answer.
Proof verify_migration(db::Database& database, const std::vector<Migration>& history, int number,
                       const VerifyOptions& options);

}  // namespace tenon::migrate
