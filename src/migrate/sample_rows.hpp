#pragma once
#include "base/value.hpp"
#include "migrate/stored_rows.hpp"
#include "schema/model.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// Generated rows for a whole model: what a migration is tried on before it meets real ones.
namespace tenon::migrate {

struct SampleOptions {
  std::uint64_t seed = 1;
  std::size_t rows = 40;  ///< of each table; more where an enum has more values, fewer where unique keys allow no more
};

/// Rows of one table, in an order in which they can be stored.
struct SampleTable {
  std::string table;
  std::vector<StoredColumn> columns;
  std::vector<std::vector<base::Value>> rows;  ///< as `columns`
};

/// A key that can only be set once the row it points to is stored.
struct SampleKey {
  std::string table;
  StoredColumn id;
  StoredColumn column;
  base::Value row;  ///< value of `id`
  base::Value key;
};

struct SampleRows {
  std::vector<SampleTable> tables;  ///< those pointed to first; join tables last
  std::vector<SampleKey> late_keys;
  /// Tables that stay empty, each with the reason in words: relations that require each other, a @check that chance did
  /// not meet.
  std::vector<std::string> empty;
  std::size_t count() const;
};

/// Rows that keep every constraint the database keeps: types, nulls, lengths, ranges, enum values, unique keys,
/// relations (also to the own table and in circles), links, @check. Diverse: nulls, empty and long text, every kind of
/// character, the least and the greatest numbers. The same for the same model and options. Pure.
SampleRows make_sample_rows(const schema::Model& model, const SampleOptions& options);

/// Stores them in tables that are empty, in one transaction. Throws std::runtime_error with the driver's words where
/// one is refused.
void store_sample_rows(db::Session& session, sql::Dialect dialect, const SampleRows& rows);

}  // namespace tenon::migrate
