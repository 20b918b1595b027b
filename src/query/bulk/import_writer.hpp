#pragma once
#include "base/result.hpp"
#include "base/task.hpp"
#include "db/database.hpp"
#include "query/bulk/import_row.hpp"
#include "query/bulk/import_statements.hpp"
#include "query/bulk/import_tables.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace tenon::query::bulk {

enum class OnConflict : std::uint8_t {
  fail,    ///< a fault
  skip,    ///< the stored row stays
  update,  ///< the row with that id takes the values of the file
};

enum class Stored : std::uint8_t {
  inserted,
  updated,
  skipped,
  refused,  ///< faults tell why
};

/// What an import needs to know to put rows in. Lives as long as the import.
struct ImportTarget {
  ImportTarget(const schema::Resource& the_resource, sql::Dialect the_dialect)
      : resource(the_resource), statements(the_resource, the_dialect), tables(the_dialect), dialect(the_dialect) {}

  const schema::Resource& resource;
  ImportStatements statements;
  ImportTableStatements tables;
  const sql::Dialect dialect;
  ImportName name;
  OnConflict on_conflict = OnConflict::fail;
  /// Rows of these may be pointed to before they are there, besides those of the resource itself.
  std::set<const schema::Resource*> later;
  bool has_late_keys = false;  ///< whether any key waits for its row
};

/// Puts rows in, inside one transaction. An Error is a database that cannot go on; what is wrong with a row is a fault,
/// and the row is not stored.
class ImportWriter {
 public:
  ImportWriter(db::Transaction& transaction, ImportTarget& target) : transaction_(transaction), target_(target) {}

  base::Task<base::Result<Stored>> store(const ImportRow& row, std::vector<base::ErrorDetail>& faults);
  /// New rows get numbers above those that were stored.
  base::Task<base::Result<void>> raise_numbers();
  /// Remembers how far it is. `before`: the bytes that this import remembered last, if it did. An Error if another
  /// import of the file came between: they would store its rows twice.
  base::Task<base::Result<void>> remember(const ImportState& state, std::optional<std::uint64_t> before);

  struct LateFault {
    std::uint64_t line = 0;
    base::ErrorDetail fault;
  };
  struct LateStep {
    std::size_t set = 0;            ///< keys that are set now
    std::vector<LateFault> faults;  ///< those whose row is still not there; they stay remembered
  };
  /// Sets up to `limit` of the keys that came too early, without the first `skip`: those that failed before.
  base::Task<base::Result<LateStep>> set_late_keys(std::size_t skip, std::size_t limit);

 private:
  using Fields = ImportStatements::Fields;
  struct Early {
    RowValues values;                             ///< as they can be stored now
    std::vector<const schema::Field*> relations;  ///< fields to be set later
  };

  base::Task<base::Result<std::int64_t>> run(const sql::Statement& statement, std::vector<base::Value> parameters);
  base::Task<db::Outcome<std::int64_t>> write_row(const ImportRow& row, const RowValues& values, base::Value& id,
                                                  Stored& stored);
  base::Task<base::Result<bool>> exists(const schema::Resource& target, const base::Value& id);
  /// Which relations point nowhere. False where one of them may not.
  base::Task<base::Result<bool>> put_off(Early& early, std::vector<base::ErrorDetail>& faults);
  base::Task<base::Result<void>> explain(const db::Failure& failure, const RowValues& values,
                                         std::vector<base::ErrorDetail>& faults);
  base::Task<base::Result<void>> link(const ImportRow& row, const base::Value& id, Stored stored,
                                      std::vector<base::ErrorDetail>& faults);
  base::Task<base::Result<void>> add_late(const ImportRow& row, const schema::Field& field, const base::Value& id,
                                          const base::Value& key);
  base::Task<db::Outcome<std::int64_t>> set_late(const schema::Field& field, const base::Value& id,
                                                 const base::Value& key);
  bool may_come_later(const schema::Field& field) const;

  db::Transaction& transaction_;
  ImportTarget& target_;
};

}  // namespace tenon::query::bulk
