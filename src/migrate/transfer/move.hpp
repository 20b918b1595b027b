#pragma once
#include "db/database.hpp"
#include "migrate/transfer/copy_rows.hpp"
#include "schema/model.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::migrate {

struct MoveOptions {
  /// Statements that make Tenon's own tables in the target, as for migrate::create.
  std::vector<std::string> own_tables;
  /// Statements that make tables which are no part of what the schema needs, and are there in the source.
  std::vector<std::string> more_tables;
  std::string tenon_version;
  enum class Stage : std::uint8_t { copying, indexing, comparing };
  std::function<void(Stage stage, std::string_view table, std::uint64_t rows)> on_progress;
};

/// One table that was moved: its rows have the same fingerprint on both sides.
struct MovedTable {
  std::string name;
  std::uint64_t rows = 0;
};

/// Puts everything of one database into another, empty one, which may be of another kind: rows of every table with
/// their keys and times, Tenon's own tables, the history of migrations, and where the numbers of new rows go on. Reads
/// one state of the source and does not change it. Everything in the target is one transaction, which ends only if both
/// sides hold as many rows with equal fingerprints: a move that stops leaves the target empty.
///
/// `from` must fit the model: see migrate::status. Blocks. Throws std::runtime_error with a sentence for the operator:
/// the target is not empty, the source has tables that are not Tenon's, a row is refused, the two differ.
std::vector<MovedTable> move_database(db::Database& from, db::Database& to, const schema::Model& model,
                                      const MoveOptions& options);

/// The same between two sessions. When it throws, the caller ends the target's session, and with it the transaction.
std::vector<MovedTable> move_database(const Side& from, const Side& to, const schema::Model& model,
                                      const MoveOptions& options);

}  // namespace tenon::migrate
