#include "db/postgres/failure.hpp"

#include <array>

namespace tenon::db::postgres {
namespace {

struct Row {
  std::string_view sqlstate;  ///< whole, or the class: its first two characters
  FailureKind kind;
};

/// The first row that fits decides. https://www.postgresql.org/docs/15/errcodes-appendix.html
constexpr std::array table{
    Row{"23505", FailureKind::unique},       // unique_violation
    Row{"23P01", FailureKind::unique},       // exclusion_violation
    Row{"23503", FailureKind::foreign_key},  // foreign_key_violation
    Row{"23001", FailureKind::foreign_key},  // restrict_violation
    Row{"23502", FailureKind::not_null},     // not_null_violation
    Row{"23514", FailureKind::check},        // check_violation
    Row{"22001", FailureKind::check},        // string_data_right_truncation
    Row{"22003", FailureKind::check},        // numeric_value_out_of_range
    Row{"54000", FailureKind::check},        // program_limit_exceeded: a text that is too long for its index
    Row{"57014", FailureKind::deadline},     // query_canceled
    Row{"25P03", FailureKind::unavailable},  // idle_in_transaction_session_timeout
    Row{"57P05", FailureKind::unavailable},  // idle_session_timeout
    Row{"54000", FailureKind::too_big},      // program_limit_exceeded
    Row{"40001", FailureKind::busy},         // serialization_failure
    Row{"40P01", FailureKind::busy},         // deadlock_detected
    Row{"55P03", FailureKind::busy},         // lock_not_available
    Row{"55006", FailureKind::busy},         // object_in_use
    Row{"53100", FailureKind::full},         // disk_full
    Row{"53200", FailureKind::unavailable},  // out_of_memory
    Row{"53300", FailureKind::unavailable},  // too_many_connections
    Row{"53", FailureKind::busy},            // insufficient resources
    Row{"58030", FailureKind::full},         // io_error
    Row{"25006", FailureKind::unavailable},  // read_only_sql_transaction: a standby, or one that was demoted
    Row{"57P01", FailureKind::unavailable},  // admin_shutdown
    Row{"57P02", FailureKind::unavailable},  // crash_shutdown
    Row{"57P03", FailureKind::unavailable},  // cannot_connect_now
    Row{"57P04", FailureKind::unavailable},  // database_dropped
    Row{"08", FailureKind::unavailable},     // connection exceptions
    Row{"28", FailureKind::unavailable},     // invalid authorization
    Row{"3D000", FailureKind::unavailable},  // invalid_catalog_name: the database is not there
};

std::string field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text ? text : "";
}

}  // namespace

FailureKind failure_kind(std::string_view sqlstate) {
  for (const auto& row : table)
    if (sqlstate.starts_with(row.sqlstate)) return row.kind;
  return FailureKind::other;
}

Remedy remedy(std::string_view sqlstate) {
  if (sqlstate == "40001" || sqlstate == "40P01") return Remedy::run_again;
  // invalid_sql_statement_name, and feature_not_supported: what "cached plan must not change result type" comes with.
  if (sqlstate == "26000" || sqlstate == "0A000") return Remedy::prepare_new;
  return Remedy::none;
}

Refusal refusal_of(const PGresult* result) {
  Refusal refusal;
  refusal.sqlstate = field(result, PG_DIAG_SQLSTATE);
  refusal.failure.kind = failure_kind(refusal.sqlstate);
  refusal.failure.constraint = field(result, PG_DIAG_CONSTRAINT_NAME);
  // Not the detail: it holds values of rows.
  refusal.failure.message = refusal.sqlstate + ": " + field(result, PG_DIAG_MESSAGE_PRIMARY);
  const auto severity = field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  refusal.connection_ends = severity == "FATAL" || severity == "PANIC" || refusal.sqlstate.empty();
  if (refusal.sqlstate.empty()) refusal.failure = unavailable(one_line(PQresultErrorMessage(result)));
  return refusal;
}

std::string one_line(const char* text) {
  std::string line(text ? text : "");
  while (line.ends_with('\n')) line.pop_back();
  return line;
}

Failure failure(FailureKind kind, std::string message) {
  Failure made;
  made.kind = kind;
  made.message = std::move(message);
  return made;
}

Failure unavailable(std::string message) {
  return failure(FailureKind::unavailable, std::move(message));
}

}  // namespace tenon::db::postgres
