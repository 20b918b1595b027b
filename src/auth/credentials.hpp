#pragma once
#include "base/deadline.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "base/time.hpp"
#include "base/value.hpp"
#include "db/database.hpp"
#include "schema/model.hpp"

#include <optional>
#include <string>

namespace tenon::auth {

/// An account that has a password.
struct StoredPassword {
  base::Value account_id;
  std::string hash;
};

/// Table tenon_credentials: which password hash belongs to which account. Thread-safe.
class Credentials {
 public:
  Credentials(const schema::Account& account, sql::Dialect dialect);

  /// By the login field's stored form. Nothing if there is no such account or it has no password.
  base::Task<base::Result<std::optional<StoredPassword>>> find(db::Database& database, std::string login,
                                                               base::Deadline deadline) const;
  base::Task<base::Result<void>> insert(db::Transaction& transaction, base::Value account_id, std::string hash,
                                        base::Micros now) const;
  base::Task<base::Result<void>> replace(db::Transaction& transaction, base::Value account_id, std::string hash,
                                         base::Micros now) const;
  /// Whether the account still has this hash.
  base::Task<base::Result<bool>> is_current(db::Transaction& transaction, StoredPassword seen) const;

 private:
  sql::Statement find_;
  sql::Statement insert_;
  sql::Statement replace_;
  sql::Statement current_;
};

}  // namespace tenon::auth
