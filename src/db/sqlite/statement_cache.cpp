#include "db/sqlite/statement_cache.hpp"

#include <sqlite3.h>

#include <cassert>

namespace tenon::db::sqlite {

sqlite3_stmt* StatementCache::get(sqlite3* handle, const sql::Statement& statement) {
  if (const auto found = index_.find(statement.id); found != index_.end()) {
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->prepared;
  }
  sqlite3_stmt* prepared = nullptr;
  const char* rest = nullptr;
  const int code = sqlite3_prepare_v3(handle, statement.text.data(), static_cast<int>(statement.text.size()),
                                      SQLITE_PREPARE_PERSISTENT, &prepared, &rest);
  if (code != SQLITE_OK) return nullptr;
  assert(rest == statement.text.data() + statement.text.size() && "one statement, without zero bytes");
  if (entries_.size() >= capacity_) {
    sqlite3_finalize(entries_.back().prepared);
    index_.erase(entries_.back().id);
    entries_.pop_back();
  }
  entries_.push_front({statement.id, prepared});
  index_.emplace(statement.id, entries_.begin());
  return prepared;
}

void StatementCache::clear() {
  for (const auto& entry : entries_) sqlite3_finalize(entry.prepared);
  entries_.clear();
  index_.clear();
}

}  // namespace tenon::db::sqlite
