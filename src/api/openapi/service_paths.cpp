#include "api/openapi/json_parts.hpp"
#include "api/openapi/paths.hpp"
#include "api/openapi/responses.hpp"

#include <array>

namespace tenon::api::openapi {
namespace {

using base::ErrorCode;
using base::JsonWriter;

/// A route that is not about rows.
struct Service {
  std::string_view path;
  std::string_view name;
  std::string_view summary;
  std::string_view description;
  std::string_view media_type;
  std::string_view schema;  ///< JSON
  bool optional_caller;     ///< whether credentials count
  bool cached;              ///< whether it says how long it may be kept
  bool versioned;           ///< whether it has an ETag and answers 304
  std::span<const ErrorCode> errors;
};

constexpr std::array of_any{ErrorCode::bad_request,  ErrorCode::request_timeout,   ErrorCode::payload_too_large,
                            ErrorCode::uri_too_long, ErrorCode::headers_too_large, ErrorCode::internal};
constexpr std::array of_keys{ErrorCode::bad_request,      ErrorCode::request_timeout,   ErrorCode::payload_too_large,
                             ErrorCode::uri_too_long,     ErrorCode::headers_too_large, ErrorCode::internal,
                             ErrorCode::too_many_requests};
constexpr std::array of_ready{ErrorCode::bad_request,  ErrorCode::request_timeout,   ErrorCode::payload_too_large,
                              ErrorCode::uri_too_long, ErrorCode::headers_too_large, ErrorCode::internal,
                              ErrorCode::unavailable};
constexpr std::array of_document{
    ErrorCode::bad_request,       ErrorCode::unauthenticated, ErrorCode::request_timeout,
    ErrorCode::payload_too_large, ErrorCode::uri_too_long,    ErrorCode::headers_too_large,
    ErrorCode::internal,          ErrorCode::unavailable,     ErrorCode::too_many_requests};

constexpr std::string_view status_schema =
    R"({"type":"object","properties":{"status":{"type":"string","const":"ok"}},"required":["status"]})";

constexpr Service keys{
    "/.well-known/jwks.json",
    "tokenKeys",
    "Read the keys of access tokens",
    "The public keys that access tokens are verified with, as a JWK set (RFC 7517).",
    "application/jwk-set+json",
    R"({"type":"object","properties":{"keys":{"type":"array","items":{"type":"object"}}},"required":["keys"]})",
    false,
    true,
    false,
    of_keys};

constexpr std::array services{
    Service{"/livez", "isAlive", "Ask whether the process runs", "200 while it does.", "application/json",
            status_schema, false, false, false, of_any},
    Service{"/openapi.json", "describeApi", "Read this document",
            "What the caller can reach: another document for another role, with a tag of its own.", "application/json",
            R"({"type":"object"})", true, true, true, of_document},
    Service{"/readyz", "isReady", "Ask whether it can do work", "200 while it can; 503 when it cannot, or is stopping.",
            "application/json", status_schema, false, false, false, of_ready},
};

void write_answers(JsonWriter& json, Context& context, const Service& service) {
  object(json, "200", [&] {
    json.member("description", service.summary);
    if (service.versioned)
      write_headers(json, context, {AnswerHeader::request_id, AnswerHeader::etag, AnswerHeader::cache_control});
    else if (service.cached)
      write_headers(json, context, {AnswerHeader::request_id, AnswerHeader::cache_control});
    else
      write_headers(json, context, {AnswerHeader::request_id});
    object(json, "content", [&] {
      object(json, service.media_type, [&] {
        json.key("schema");
        json.raw(service.schema);
      });
    });
  });
  if (service.versioned)
    object(json, "304", [&] {
      json.member("description", "The document has the version that is there already");
      write_headers(json, context, {AnswerHeader::request_id, AnswerHeader::etag, AnswerHeader::cache_control});
    });
  write_errors(json, context, service.errors);
}

void write_service(JsonWriter& json, Context& context, const Service& service) {
  object(json, service.path, [&] {
    object(json, "get", [&] {
      json.member("operationId", service.name);
      json.member("summary", service.summary);
      json.member("description", service.description);
      strings(json, "tags", {service_tag});
      write_security(json, context, service.optional_caller ? Credentials::optional : Credentials::none);
      if (service.versioned)
        array(json, "parameters", [&] {
          object(json, [&] {
            json.member("name", "If-None-Match");
            json.member("in", "header");
            json.member("description", "Tags of versions that are there already.");
            object(json, "schema", [&] { json.member("type", "string"); });
          });
        });
      object(json, "responses", [&] { write_answers(json, context, service); });
    });
  });
}

}  // namespace

void write_service_paths(JsonWriter& json, Context& context) {
  if (context.model().account) write_service(json, context, keys);
  for (const auto& service : services) write_service(json, context, service);
}

}  // namespace tenon::api::openapi
