#include "db/sqlite/failure.hpp"

#include <sqlite3.h>

namespace tenon::db::sqlite {

FailureKind failure_kind(int extended_code) {
  switch (extended_code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: return FailureKind::unique;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
    // What ON DELETE RESTRICT gives: SQLite carries it out by a trigger of its own, and we have no trigger that raises.
    case SQLITE_CONSTRAINT_TRIGGER: return FailureKind::foreign_key;
    case SQLITE_CONSTRAINT_NOTNULL: return FailureKind::not_null;
    case SQLITE_CONSTRAINT_CHECK:
    case SQLITE_CONSTRAINT_DATATYPE: return FailureKind::check;
    default: break;
  }
  switch (extended_code & 0xff) {
    // Text for an integer primary key.
    case SQLITE_MISMATCH: return FailureKind::check;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL: return FailureKind::busy;
    case SQLITE_INTERRUPT: return FailureKind::deadline;
    case SQLITE_TOOBIG: return FailureKind::too_big;
    case SQLITE_FULL:
    case SQLITE_IOERR: return FailureKind::full;
    // No file descriptors, no memory, a file system that became read-only: another moment may be better.
    case SQLITE_CANTOPEN:
    case SQLITE_NOMEM:
    case SQLITE_READONLY: return FailureKind::unavailable;
    default: return FailureKind::other;
  }
}

Failure last_failure(sqlite3* handle) {
  return failure(failure_kind(sqlite3_extended_errcode(handle)), sqlite3_errmsg(handle));
}

Failure failure(FailureKind kind, std::string message) {
  Failure made;
  made.kind = kind;
  made.message = std::move(message);
  return made;
}

}  // namespace tenon::db::sqlite
