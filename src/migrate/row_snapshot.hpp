#pragma once
#include "migrate/stored_rows.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

/// All rows of a small database in memory: to say which value of which row a migration lost.
namespace tenon::migrate {

class RowSnapshot {
 public:
  /// Reads every table that is there. Throws std::runtime_error.
  RowSnapshot(db::Session& session, sql::Dialect dialect);

  std::size_t rows() const;
  std::size_t tables() const { return tables_.size(); }

  /// What `after` lacks of this: rows, values; at most one line a column. A null that became a value is no loss.
  /// `lost` are the `table` and `table.column` that are known to be lost.
  std::vector<std::string> losses(const RowSnapshot& after, const std::set<std::string>& lost) const;

 private:
  using Key = std::vector<base::Value>;
  using Row = std::map<std::string, base::Value>;
  struct Table {
    std::multimap<Key, Row> rows;  ///< by key; without a key all values are one
    std::set<std::string> columns;
  };
  static void compare(const std::string& name, const Table& had, const Table& has, const std::set<std::string>& lost,
                      std::vector<std::string>& lines);

  std::map<std::string, Table> tables_;
};

}  // namespace tenon::migrate
