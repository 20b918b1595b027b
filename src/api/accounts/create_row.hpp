#pragma once
#include "access/principal.hpp"
#include "auth/accounts.hpp"
#include "base/secret.hpp"
#include "query/engine.hpp"

namespace tenon::api::accounts {

/// Makes the account's row through the neck, inside auth's transaction. The engine outlives it.
auth::CreateRow create_row(query::Engine& engine, query::RowInput row, access::Principal principal,
                           query::Engine::Registration registration);

}  // namespace tenon::api::accounts
