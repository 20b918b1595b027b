#pragma once
#include "migrate/stored_rows.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

/// What tells the rows of one database from those of another without holding them: for tables of any size.
namespace tenon::migrate {

struct ColumnFingerprint {
  std::uint64_t nulls = 0;
  std::uint64_t hash = 0;  ///< sum over rows of a hash of key and value: the order of rows does not matter
  auto operator<=>(const ColumnFingerprint&) const = default;
};

struct TableFingerprint {
  std::uint64_t rows = 0;
  std::map<std::string, ColumnFingerprint> columns;
  auto operator<=>(const TableFingerprint&) const = default;
};

using DataFingerprint = std::map<std::string, TableFingerprint>;

/// Of the tables given: with `stored_tables(model)` it is the same on every database that holds the same rows, since
/// values are hashed in their stored form (base/value.hpp). Detects accidents, not malice. Throws std::runtime_error.
DataFingerprint data_fingerprint(db::Session& session, sql::Dialect dialect, const std::vector<StoredTable>& tables);

/// In words, one line each: "posts has 3 rows, had 4", "posts.title holds other values". Tables and columns that only
/// one of the two has are not compared.
std::vector<std::string> data_differences(const DataFingerprint& before, const DataFingerprint& after);

}  // namespace tenon::migrate
