#pragma once
#include "access/principal.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "db/database.hpp"
#include "schema/model.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tenon::auth {

/// Accounts as the callers they would be, without a session: for operators who ask what somebody may do. Thread-safe.
class AccountDirectory {
 public:
  /// The model must have an account type.
  explicit AccountDirectory(schema::ModelPtr model) : model_(std::move(model)) {}

  /// By id or by what it signs in with; nothing if there is no such account.
  base::Task<base::Result<std::optional<access::Principal>>> find(db::Database& database, std::string who) const;
  /// At most `count` of them, those with the least ids.
  base::Task<base::Result<std::vector<access::Principal>>> first(db::Database& database, std::int64_t count) const;

  /// What the account signs in with, for people.
  std::string login_of(const access::Principal& principal) const;

 private:
  schema::ModelPtr model_;
};

}  // namespace tenon::auth
