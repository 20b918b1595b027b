#pragma once
#include "auth/client.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "base/time.hpp"
#include "base/value.hpp"
#include "db/database.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace tenon::auth {

enum class AuditEvent : std::uint8_t {
  registered,      ///< somebody signed up
  created,         ///< an operator made an account
  signed_in,       ///< password accepted
  sign_in_failed,  ///< password refused, or there is no such account
  refresh_reused,  ///< a used refresh token came again: the session was revoked
  signed_out,      ///< the session was revoked by its holder
};
std::string_view to_text(AuditEvent event);

struct AuditRecord {
  AuditEvent event{};
  base::Value account_id;  ///< Null if it is not known
  std::string session_id;  ///< empty without one
  std::string remote_ip;   ///< empty for operators
  std::string detail;      ///< a few fixed words; never anything a client sent
  base::Micros at = 0;
};

/// Writes table tenon_audit. Thread-safe.
class AuditLog {
 public:
  explicit AuditLog(sql::Dialect dialect);
  base::Task<base::Result<void>> add(db::Transaction& transaction, AuditRecord record) const;

 private:
  sql::Statement insert_;
};

/// An id as text, as it stands in tokens and in the audit log; empty for Null.
std::string id_text(const base::Value& id);

}  // namespace tenon::auth
