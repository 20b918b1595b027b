#pragma once
#include "access/principal.hpp"
#include "api/rest/context.hpp"
#include "schema/model.hpp"

namespace tenon::api::rest {

struct Route;
class BatchPaths;
/// What a route does once the caller is known and may try. Errors are rendered by `run`.
using Action = base::Task<base::Result<http::Response>> (*)(const Route& route, http::Request& request,
                                                            const access::Principal& principal);

/// One method on one path pattern.
struct Route {
  const Context* context = nullptr;
  const schema::Resource* resource = nullptr;  ///< of the first path segment
  const schema::Field* relation = nullptr;     ///< nested and link forms: its list relation
  const BatchPaths* batch = nullptr;           ///< the batch: what its operations may ask for; else null
  Action action = nullptr;
  bool closed_to_strangers = false;  ///< no rule can hold for an anonymous caller: 401 before anything else

  /// Of the rows that go over the wire.
  const schema::Resource& rows() const { return relation ? *relation->target : *resource; }
};

/// The whole way of a request: who is it, what does it accept, may a stranger try, do it, say it.
base::Task<http::Response> run(const Route& route, http::Request& request);

}  // namespace tenon::api::rest
