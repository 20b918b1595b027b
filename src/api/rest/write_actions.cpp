#include "api/front/request_cost.hpp"
#include "api/rest/absent_version.hpp"
#include "api/rest/actions.hpp"
#include "api/rest/envelope.hpp"
#include "api/rest/idempotency.hpp"
#include "api/rest/write_answers.hpp"
#include "api/rest/write_requests.hpp"
#include "query/cost.hpp"

#include <utility>

namespace tenon::api::rest {
namespace {

http::Response done_at(std::int64_t price) {
  http::Response response(204);
  front::add_cost(response, price);
  return response;
}

Answer create_in(query::Writes& writes, const Route& route, const query::Create& operation) {
  std::string body(envelope_begin);
  auto answer = co_await writes.create(operation, body);
  if (!answer) co_return std::unexpected(std::move(answer).error());
  co_return created(route, std::move(*answer), operation.selection, operation.many, std::move(body));
}

Answer update_in(query::Writes& writes, const Route& route, const query::Update& operation) {
  std::string body(envelope_begin);
  auto answer = co_await writes.update(operation, body);
  if (!answer) co_return std::unexpected(std::move(answer).error());
  co_return written(route, *answer, operation.selection, std::move(body));
}

Answer update(const Route& route, http::Request& request, const access::Principal& principal, BodyUse use) {
  TENON_CO_TRY(operation, read_update(route, input_of(route, request), use));
  auto absent = co_await check_absent_version(route, request, operation.id, principal);
  if (!absent) co_return std::unexpected(std::move(absent).error());
  const query::Selection selection = operation.selection;
  std::string body(envelope_begin);
  auto answer = co_await route.context->engine->update(std::move(operation), principal, body);
  if (!answer) co_return std::unexpected(std::move(answer).error());
  co_return written(route, *answer, selection, std::move(body));
}

Answer update_once(const Route& route, http::Request& request, const access::Principal& principal,
                   query::Attempt attempt) {
  auto earlier = co_await earlier_answer(route, request, attempt, principal);
  if (!earlier) co_return std::unexpected(std::move(earlier).error());
  if (*earlier) co_return std::move(**earlier);
  TENON_CO_TRY(operation, read_update(route, input_of(route, request), BodyUse::merge));
  auto absent = co_await check_absent_version(route, request, operation.id, principal);
  if (!absent) co_return std::unexpected(std::move(absent).error());
  Write write = [&](query::Writes& writes) { return update_in(writes, route, operation); };
  auto answer = co_await write_once(route, std::move(attempt), std::move(write), principal);
  co_return answer;
}

Answer create_once(const Route& route, http::Request& request, const access::Principal& principal,
                   query::Attempt attempt) {
  auto earlier = co_await earlier_answer(route, request, attempt, principal);
  if (!earlier) co_return std::unexpected(std::move(earlier).error());
  if (*earlier) co_return std::move(**earlier);
  TENON_CO_TRY(operation, read_create(route, input_of(route, request)));
  Write write = [&](query::Writes& writes) { return create_in(writes, route, operation); };
  auto answer = co_await write_once(route, std::move(attempt), std::move(write), principal);
  co_return answer;
}

Answer relate(const Route& route, http::Request& request, const access::Principal& principal, query::LinkMode mode) {
  TENON_CO_TRY(operation, read_link(route, input_of(route, request), mode));
  auto done = co_await route.context->engine->link(std::move(operation), principal);
  if (!done) co_return std::unexpected(std::move(done).error());
  co_return done_at(query::costs::link);
}

}  // namespace

Answer post(const Route& route, http::Request& request, const access::Principal& principal) {
  TENON_CO_TRY(attempt, read_attempt(request, principal));
  if (attempt) {
    auto answer = co_await create_once(route, request, principal, std::move(*attempt));
    co_return answer;
  }
  TENON_CO_TRY(operation, read_create(route, input_of(route, request)));
  const query::Selection selection = operation.selection;
  const bool many = operation.many;
  std::string body(envelope_begin);
  auto answer = co_await route.context->engine->create(std::move(operation), principal, body);
  if (!answer) co_return std::unexpected(std::move(answer).error());
  co_return created(route, std::move(*answer), selection, many, std::move(body));
}

Answer put(const Route& route, http::Request& request, const access::Principal& principal) {
  return update(route, request, principal, BodyUse::replace);
}

Answer patch(const Route& route, http::Request& request, const access::Principal& principal) {
  TENON_CO_TRY(attempt, read_attempt(request, principal));
  if (attempt) {
    auto answer = co_await update_once(route, request, principal, std::move(*attempt));
    co_return answer;
  }
  auto answer = co_await update(route, request, principal, BodyUse::merge);
  co_return answer;
}

Answer remove(const Route& route, http::Request& request, const access::Principal& principal) {
  TENON_CO_TRY(operation, read_remove(route, input_of(route, request)));
  auto absent = co_await check_absent_version(route, request, operation.id, principal);
  if (!absent) co_return std::unexpected(std::move(absent).error());
  auto done = co_await route.context->engine->remove(std::move(operation), principal);
  if (!done) co_return std::unexpected(std::move(done).error());
  co_return done_at(query::costs::write);
}

Answer link(const Route& route, http::Request& request, const access::Principal& principal) {
  return relate(route, request, principal, query::LinkMode::link);
}

Answer unlink(const Route& route, http::Request& request, const access::Principal& principal) {
  return relate(route, request, principal, query::LinkMode::unlink);
}

}  // namespace tenon::api::rest
