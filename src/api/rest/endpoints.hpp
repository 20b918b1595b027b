#pragma once
#include "access/access.hpp"
#include "api/rest/parse/body.hpp"
#include "base/error.hpp"
#include "http/message.hpp"
#include "schema/model.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What REST serves, as data: the router is filled from it, and the documents are written from it.
namespace tenon::api::rest {

enum class EndpointKind : std::uint8_t {
  list,            ///< GET /posts
  create,          ///< POST /posts
  get,             ///< GET /posts/{id}
  replace,         ///< PUT /posts/{id}
  merge,           ///< PATCH /posts/{id}
  remove,          ///< DELETE /posts/{id}
  list_related,    ///< GET /users/{id}/posts
  create_related,  ///< POST /users/{id}/posts
  link,            ///< PUT /posts/{id}/tags/{other}
  unlink,          ///< DELETE /posts/{id}/tags/{other}
  aggregate,       ///< GET /posts/aggregate
};

/// Which query parameters have a meaning.
enum class QueryUse : std::uint8_t {
  list,       ///< all of them
  row,        ///< those that shape one row: fields, include, and their bracketed forms
  answer,     ///< fields, of what a write answers
  aggregate,  ///< filters, and what is counted: see parse_aggregate
  nothing,
};

/// One kind of endpoint: what its requests and answers are made of.
struct EndpointTraits {
  EndpointKind kind;                        ///< the key
  http::Method method;                      ///< GET, ...
  QueryUse query = QueryUse::nothing;       ///< its query parameters
  std::optional<BodyUse> body;              ///< what its body is for, if it has one
  std::span<const int> successes;           ///< statuses that are no errors, the usual one first
  std::span<const base::ErrorCode> errors;  ///< beside those of every endpoint
  bool conditional = false;                 ///< takes If-Match and If-None-Match
};
const EndpointTraits& traits(EndpointKind kind);
/// Whether its requests change anything: those are what a batch may be made of.
bool is_write(EndpointKind kind);
/// Whether its requests may have an Idempotency-Key.
bool takes_key(EndpointKind kind);

/// Where several writes are one, below the base path: POST.
inline constexpr std::string_view batch_path = "/batch";

/// Errors that any request can meet, whatever it asks for.
std::span<const base::ErrorCode> common_errors();

/// One method on one path of one Model.
struct Endpoint {
  EndpointKind kind;
  std::string path;                            ///< below the base path: "/posts/{id}"
  const schema::Resource* resource = nullptr;  ///< of the first path segment
  const schema::Field* relation = nullptr;     ///< nested and link forms: its list relation

  /// A rule that must let the caller through, or the endpoint is not for it.
  struct Need {
    const schema::Resource* resource;
    schema::Operation operation;
  };
  std::vector<Need> needs;  ///< never empty

  /// Of the rows that go over the wire.
  const schema::Resource& rows() const { return relation ? *relation->target : *resource; }
};

/// Every endpoint whose operations the schema speaks of, resource by resource.
std::vector<Endpoint> endpoints(const schema::Model& model);

/// Whether callers of the class have anything to look for there: no rule that it needs is literally false for them.
bool is_open(const Endpoint& endpoint, const schema::Model& model, access::CallerClass caller);

}  // namespace tenon::api::rest
