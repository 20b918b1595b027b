#pragma once
#include "access/principal.hpp"
#include "api/rest/route.hpp"
#include "http/message.hpp"
#include "query/engine.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// Idempotency-Key (the IETF's draft of that name): a write that is sent again is not done again, and answered the
/// same.
namespace tenon::api::rest {

inline constexpr std::size_t max_idempotency_key = 255;  ///< characters

/// The key of the request, if it has one: 400 for one that is none, for two of them, and for a caller who is nobody,
/// since all of those would share their keys.
base::Result<std::optional<query::Attempt>> read_attempt(const http::Request& request,
                                                         const access::Principal& principal);
/// The same for requests whose answers are not to be kept: 400 if there is a key. `why`: a clause for people.
base::Result<void> refuse_attempt(const http::Request& request, std::string_view why);

/// What one write does and answers. Runs inside the transaction, maybe more than once.
using Write = std::function<base::Task<base::Result<http::Response>>(query::Writes&)>;

/// The answer of an earlier request of the same key, marked with `Idempotency-Replayed: true`; nothing if there is
/// none.
base::Task<base::Result<std::optional<http::Response>>> earlier_answer(const Route& route, const http::Request& request,
                                                                       const query::Attempt& attempt,
                                                                       const access::Principal& principal);
/// Does the write and keeps its answer, if it is no error, in the same transaction.
base::Task<base::Result<http::Response>> write_once(const Route& route, query::Attempt attempt, Write write,
                                                    const access::Principal& principal);

/// An answer as it is kept, and back; nothing for bytes that are none.
std::string kept_form(const http::Response& response);
std::optional<http::Response> from_kept_form(std::string_view bytes);

}  // namespace tenon::api::rest
