#include "access/access.hpp"
#include "api/accounts/actions.hpp"
#include "api/accounts/answer.hpp"
#include "api/accounts/body.hpp"
#include "api/accounts/create_row.hpp"
#include "api/accounts/request.hpp"
#include "auth/audit.hpp"

#include <utility>

namespace tenon::api::accounts {
namespace {

using Registration = query::Engine::Registration;

base::Error not_allowed(const access::Principal& principal) {
  return base::Error(principal.anonymous() ? base::ErrorCode::unauthenticated : base::ErrorCode::forbidden);
}

/// Whether no account that this caller could make would be let through: known before anything is hashed.
bool is_hopeless(const schema::Model& model, const access::Principal& principal) {
  const access::CallerClass caller{principal.roles, principal.anonymous()};
  const auto rule = access::row_rule(*model.account->resource, schema::Operation::create, model, caller);
  return access::is_literal_false(*rule);
}

}  // namespace

Answer sign_up(const Context& context, http::Request& request, const access::Principal& principal) {
  const schema::Model& model = context.engine->model();
  const schema::Account& account = *model.account;
  const Registration registration = account.open_registration ? Registration::yes : Registration::no;
  if (registration == Registration::no && is_hopeless(model, principal))
    co_return std::unexpected(not_allowed(principal));
  TENON_CO_TRY(json, read_body(request));
  TENON_CO_TRY(wanted, parse_new_account(account, context.accounts->options().password, json));
  auto create = create_row(*context.engine, std::move(wanted.row), principal, registration);
  auto signed_in =
      co_await context.accounts->sign_up(wanted.login, wanted.password, std::move(create), client_of(request));
  if (!signed_in) {
    base::Error error = std::move(signed_in).error();
    // "You may not set this field" stays what it is, also to strangers: signing in would not help them.
    if (error.code == base::ErrorCode::forbidden && error.details.empty()) error = not_allowed(principal);
    co_return std::unexpected(std::move(error));
  }
  const std::string id = auth::id_text(signed_in->principal.id);
  auto response = co_await welcome(context, 201, std::move(*signed_in), request.deadline);
  response.headers.emplace_back("Location", context.base_path + '/' + account.resource->path + '/' + id);
  co_return response;
}

}  // namespace tenon::api::accounts
