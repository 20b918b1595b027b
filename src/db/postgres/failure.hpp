#pragma once
#include "db/database.hpp"

#include <libpq-fe.h>

#include <string>
#include <string_view>

namespace tenon::db::postgres {

/// What a statement's failure asks of the driver, beside being told.
enum class Remedy : std::uint8_t {
  none,         ///< it would fail again
  run_again,    ///< the transaction lost against another one: from its start it may work
  prepare_new,  ///< the prepared statement is gone or does not fit the tables any more
};

/// By SQLSTATE alone, never by text.
FailureKind failure_kind(std::string_view sqlstate);
Remedy remedy(std::string_view sqlstate);

/// The failure of one statement, as the server told it.
struct Refusal {
  Failure failure;
  std::string sqlstate;
  bool connection_ends = false;  ///< FATAL or PANIC: the server closes the connection
};
Refusal refusal_of(const PGresult* result);

/// What libpq says, without the line break behind it.
std::string one_line(const char* text);

Failure failure(FailureKind kind, std::string message);
Failure unavailable(std::string message);

}  // namespace tenon::db::postgres
