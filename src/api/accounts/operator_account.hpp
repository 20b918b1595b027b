#pragma once
#include "auth/accounts.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/task.hpp"
#include "base/value.hpp"
#include "query/engine.hpp"

namespace tenon::api::accounts {

/// Makes an account for the operator at the console (`tenon user create`): no rule is asked, every value is checked.
/// `body` is what a client would send to `register`: fields and `password`. Gives the new account's id. Errors as
/// `register` has them: 422 with every fault, 409 for a login that is taken.
base::Task<base::Result<base::Value>> create_account(query::Engine& engine, auth::Accounts& accounts, base::Json body);

}  // namespace tenon::api::accounts
