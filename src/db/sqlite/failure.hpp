#pragma once
#include "db/database.hpp"

struct sqlite3;

namespace tenon::db::sqlite {

/// What an extended result code means. Never looks at message texts.
FailureKind failure_kind(int extended_code);
/// The last failure of a connection.
Failure last_failure(sqlite3* handle);
Failure failure(FailureKind kind, std::string message);

}  // namespace tenon::db::sqlite
