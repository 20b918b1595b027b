#pragma once
#include "schema/model.hpp"
#include "sql/definition.hpp"
#include "sql/render.hpp"

#include <string>
#include <vector>

/// The tables that auth keeps beside the account type's own.
namespace tenon::auth {

namespace table {
inline constexpr const char* credentials = "tenon_credentials";        ///< one password hash an account
inline constexpr const char* sessions = "tenon_sessions";              ///< one row a sign-in
inline constexpr const char* refresh_tokens = "tenon_refresh_tokens";  ///< every token of a session, used ones too
inline constexpr const char* audit = "tenon_audit";                    ///< what happened; outlives the accounts
}  // namespace table

/// How the account's id is stored; columns that point to it have the same type.
sql::Type account_key_type(const schema::Account& account);

/// Creates them, in order. The account type's table must exist; rows go with their account.
std::vector<std::string> table_statements(const schema::Account& account, sql::Dialect dialect);

/// The tables that decide who a token's bearer is: what was read of them holds until one of them is written.
std::vector<std::string> watched_tables(const schema::Account& account);

}  // namespace tenon::auth
