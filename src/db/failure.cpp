#include "db/database.hpp"

namespace tenon::db {

base::Error to_error(const Failure& failure) {
  switch (failure.kind) {
    case FailureKind::busy:
    case FailureKind::deadline:
    case FailureKind::full:
    case FailureKind::unavailable: {
      base::Error error(base::ErrorCode::unavailable);
      error.cause = failure.message;
      error.retry_after_seconds = 1;
      return error;
    }
    case FailureKind::too_big: {
      base::Error error(base::ErrorCode::too_expensive, "The answer is too large: ask for fewer rows or fields");
      error.cause = failure.message;
      return error;
    }
    case FailureKind::unique:
    case FailureKind::foreign_key:
    case FailureKind::not_null:
    case FailureKind::check:
    case FailureKind::other: break;
  }
  return base::internal_error("database: " + failure.message);
}

}  // namespace tenon::db
