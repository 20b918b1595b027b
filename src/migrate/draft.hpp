#pragma once
#include "migrate/history_folder.hpp"
#include "migrate/refusals.hpp"
#include "schema/load.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// A migration before it is written: from the last one's snapshot to the schema as it is now. No database is asked.
namespace tenon::migrate {

struct Draft {
  Migration migration;  ///< number, name without number, snapshot and the texts of its scripts
  std::map<std::pair<sql::Dialect, Direction>, Script> scripts;
  std::vector<std::string> losses;       ///< `table` or `table.column` that going up loses, by the names before it
  std::vector<std::string> permissions;  ///< who may do what from now on, and no longer: sentences without full stops
  bool changes_structure = false;        ///< false: only rules changed, and the scripts are empty
};

/// The text of all sources as one, each behind a comment with its name where there are several.
std::string snapshot_of(const std::vector<lang::SourcePtr>& sources);

/// In how many migrations a change is made.
enum class Parts : std::uint8_t {
  one,  ///< servers of the older schema may fail from then on
  two,  ///< servers of both schemas can run between "NAME_expand" and "NAME_contract" (migrate/expansion.hpp)
};

/// None if neither what the database holds nor who may do what has changed; one, also of `Parts::two` where the older
/// schema can live with everything. Throws std::runtime_error with every refusal where the schema asks for what cannot
/// be migrated.
std::vector<Draft> draft_migration(const std::vector<Migration>& history, const schema::Model& model,
                                   std::string snapshot, const std::string& name, Filled filled, Parts parts);

}  // namespace tenon::migrate
