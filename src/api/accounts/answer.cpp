#include "api/accounts/answer.hpp"

#include "api/rest/envelope.hpp"
#include "api/rest/parse/selection.hpp"
#include "auth/audit.hpp"
#include "base/json_writer.hpp"
#include "base/log.hpp"

#include <utility>

namespace tenon::api::accounts {
namespace {

/// The account's row into `out`, and what was masked in it. The tokens are made already and must reach their owner,
/// so that a row that cannot be read now is no reason to fail.
base::Task<std::vector<std::string>> append_account(query::Engine& engine, const access::Principal& principal,
                                                    std::string& out, base::Deadline deadline) {
  query::Get operation;
  operation.id = operation.add(principal.id);
  operation.selection = rest::default_selection(*engine.model().account->resource);
  auto read = co_await engine.get(operation, principal, out, deadline);
  std::vector<std::string> masked;
  if (read) {
    for (const std::string& path : read->masked) masked.push_back("user." + path);
    co_return masked;
  }
  if (read.error().code != base::ErrorCode::not_found)
    base::log(base::LogLevel::warning, "api", "signed in, but the account could not be shown",
              {{"cause", std::string_view(read.error().cause)}});
  append_bare_account(out, principal);
  co_return masked;
}

}  // namespace

void append_bare_account(std::string& out, const access::Principal& principal) {
  base::JsonWriter json(out);
  json.begin_object();
  json.member("id", auth::id_text(principal.id));
  json.end_object();
}

base::Task<http::Response> welcome(const Context& context, int status, auth::SignedIn signed_in,
                                   base::Deadline deadline) {
  std::string user;
  const auto masked = co_await append_account(*context.engine, signed_in.principal, user, deadline);
  http::Response response(status);
  response.headers.emplace_back("Content-Type", "application/json");
  response.body = rest::envelope_begin;
  base::JsonWriter json(response.body);
  json.begin_object();
  json.member("accessToken", signed_in.access_token);
  json.member("tokenType", "Bearer");
  json.member("expiresIn", signed_in.expires_in);
  json.member("refreshToken", signed_in.refresh_token);
  json.key("user");
  json.raw(user);
  json.end_object();
  rest::end_envelope(response.body, masked);
  co_return response;
}

}  // namespace tenon::api::accounts
