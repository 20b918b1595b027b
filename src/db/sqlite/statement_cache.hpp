#pragma once
#include "sql/render.hpp"

#include <cstddef>
#include <cstdint>
#include <list>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace tenon::db::sqlite {

/// Prepared statements of one connection by Statement::id; forgets what was used longest ago.
class StatementCache {
 public:
  explicit StatementCache(std::size_t capacity) : capacity_(capacity) {}
  ~StatementCache() { clear(); }
  StatementCache(const StatementCache&) = delete;
  StatementCache& operator=(const StatementCache&) = delete;

  /// Null if it cannot be prepared: the connection tells why. Valid until the next call.
  sqlite3_stmt* get(sqlite3* handle, const sql::Statement& statement);
  void clear();
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::uint64_t id;
    sqlite3_stmt* prepared;
  };
  std::size_t capacity_;
  std::list<Entry> entries_;  ///< youngest first
  std::unordered_map<std::uint64_t, std::list<Entry>::iterator> index_;
};

}  // namespace tenon::db::sqlite
