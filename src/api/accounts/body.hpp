#pragma once
#include "auth/options.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "query/operation.hpp"
#include "schema/model.hpp"

#include <string>
#include <string_view>

/// From JSON to what somebody wants of accounts. Pure; every fault is reported at once, as 422.
namespace tenon::api::accounts {

/// A new account: its row, its login in stored form, and the password, judged already.
struct NewAccount {
  query::RowInput row;
  std::string login;
  base::Secret password;
};
base::Result<NewAccount> parse_new_account(const schema::Account& account, const auth::PasswordLimits& limits,
                                           const base::Json& body);

/// Who says to be whom. The login is in stored form where it can be one at all.
struct Login {
  std::string login;
  base::Secret password;
};
base::Result<Login> parse_login(const schema::Account& account, const base::Json& body);

/// The member `refreshToken`, alone.
base::Result<std::string> parse_refresh_token(const base::Json& body);

}  // namespace tenon::api::accounts
