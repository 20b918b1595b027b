#pragma once
#include "access/principal.hpp"
#include "base/deadline.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "base/time.hpp"
#include "db/database.hpp"
#include "schema/model.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenon::auth {

/// An account as its row says right now, and until when the session that was looked at is good.
struct Identity {
  base::Value account_id;
  std::string session_id;
  std::uint64_t roles = 0;                                  ///< closed over inheritance
  std::vector<std::pair<std::string, base::Value>> claims;  ///< the row's stored fields, without write-only ones
  base::Micros session_expires_at = 0;
};

/// Reads who somebody is: the account's row and its session in one statement. Thread-safe.
class Identities {
 public:
  Identities(schema::ModelPtr model, sql::Dialect dialect);

  /// Nothing if the session is unknown, revoked, expired at `now` or another account's, or the account is gone.
  base::Task<base::Result<std::optional<Identity>>> find(db::Database& database, std::string session_id,
                                                         std::string account_id, base::Micros now,
                                                         base::Deadline deadline) const;
  /// The same as a transaction sees it, with what it did so far.
  base::Task<base::Result<std::optional<Identity>>> find(db::Transaction& transaction, std::string session_id,
                                                         std::string account_id, base::Micros now) const;

 private:
  schema::ModelPtr model_;
  std::vector<const schema::Field*> fields_;  // in the order of the columns
  sql::Statement find_;
};

/// Stored fields of the account's row that become claims: all but write-only ones.
std::vector<const schema::Field*> claim_fields(const schema::Account& account);
/// What a row says whose columns from `first` on are `fields`; without a session.
Identity read_identity(const schema::Model& model, const std::vector<const schema::Field*>& fields,
                       const db::RowView& row, int first);

/// The caller that an identity makes, for a request from `remote_ip` at `now`.
access::Principal make_principal(const Identity& identity, std::string remote_ip, base::Micros now);

/// The account's id in stored form from a token's `sub`; Null if it is no such id.
base::Value parse_account_id(std::string_view text, const schema::Account& account);

}  // namespace tenon::auth
