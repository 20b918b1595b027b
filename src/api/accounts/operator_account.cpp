#include "api/accounts/operator_account.hpp"

#include "api/accounts/body.hpp"
#include "api/accounts/create_row.hpp"

#include <utility>

namespace tenon::api::accounts {

base::Task<base::Result<base::Value>> create_account(query::Engine& engine, auth::Accounts& accounts, base::Json body) {
  TENON_CO_TRY(wanted, parse_new_account(*engine.model().account, accounts.options().password, body));
  access::Principal console;
  console.credential = access::Credential::operator_console;
  console.now = base::now_micros();
  auto create = create_row(engine, std::move(wanted.row), std::move(console), query::Engine::Registration::no);
  auto created = co_await accounts.create(wanted.password, std::move(create));
  co_return created;
}

}  // namespace tenon::api::accounts
