#pragma once
#include "base/time.hpp"
#include "db/session.hpp"
#include "migrate/history_folder.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a database knows of its migrations: the table tenon_migrations, one row each.
namespace tenon::migrate {

struct AppliedMigration {
  int number = 0;
  std::string name;                  ///< "0003_name"
  std::string checksum;              ///< of the files it was applied from
  base::Micros applied_at = 0;       ///< when it was done, or begun
  std::string tenon_version;         ///< of who applied it
  std::optional<Direction> running;  ///< begun and not ended: which way; none: done
  std::size_t steps_done = 0;        ///< of that direction, while it is running
};

/// All of them, by number; none where the table is missing. Throws std::runtime_error.
std::vector<AppliedMigration> read_applied(db::Session& session, sql::Dialect dialect);

/// Makes the table where it is missing. The caller holds whatever keeps others from doing the same.
void make_history_table(db::Session& session, sql::Dialect dialect);

/// Whether there is a table of that name.
bool has_table(db::Session& session, sql::Dialect dialect, std::string_view name);

/// Writes down how far a migration is, in one statement: after the last step of up it is applied, after the last step
/// of down its row is gone.
void note_progress(db::Session& session, sql::Dialect dialect, const Migration& migration, Direction direction,
                   std::size_t done, std::size_t steps, std::string_view tenon_version);

/// How the folder and the database agree.
struct HistoryState {
  std::size_t applied = 0;                     ///< as many from the beginning of the folder are applied
  std::optional<AppliedMigration> unfinished;  ///< the last one, begun and not ended; not counted in `applied`
  std::vector<std::string> faults;             ///< sentences: history that was edited, or is not in the folder
  std::string expanded;                        ///< the folder's next migration, which is not in it: the database is
                                               ///< (being) made ready for a newer schema, and serves this one too
};

/// Pure.
HistoryState compare_history(const std::vector<Migration>& folder, const std::vector<AppliedMigration>& database);

}  // namespace tenon::migrate
