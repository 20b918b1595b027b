#include "api/openapi/document.hpp"

#include "api/openapi/context.hpp"
#include "api/openapi/json_parts.hpp"
#include "api/openapi/paths.hpp"

#include <algorithm>

namespace tenon::api::openapi {
namespace {

using base::JsonWriter;

constexpr std::string_view about =
    R"(Rows come in an envelope: `data`, and `meta` beside it. Errors come in another, `error` and `meta`, or as RFC 9457 with `Accept: application/problem+json`. Every fault of a request is told at once.

- **Filter** lists by `?title[contains]=go&views[gte]=10`; `title=x` is short for `title[eq]=x`. Paths go over relations (`author.name[eq]=Ada`), at most four of them; those over one relation are listed, deeper ones work as well.
- **Page** by `limit` and `cursor`, which is stable while rows come and go, or by `page` and `perPage`, which counts.
- **Versions**: `ETag` of an answer, `If-Match` of a write: 412 if somebody else was faster.
- **Again**: a POST or PATCH with an `Idempotency-Key` may be sent again when its answer was lost: it is done once, and answered the same.
- `HEAD` follows every `GET`; `OPTIONS` answers with `Allow`; a method that a path does not have is 405.
- `X-Request-Id` of a request is used if it is 1 to 64 letters, digits, dots, underscores and hyphens.
)";

void write_info(JsonWriter& json, const Context& context) {
  object(json, "info", [&] {
    json.member("title", "Tenon API");
    json.member("version", context.options().version);
    json.member("description", about);
    object(json, "contact", [&] { json.member("name", "The operator of this server"); });
    object(json, "license", [&] {
      json.member("name", "Not stated");
      json.member("identifier", "NOASSERTION");
    });
  });
}

void write_tags(JsonWriter& json, const Context& context) {
  array(json, "tags", [&] {
    const auto tag = [&](std::string_view name, std::string_view description) {
      object(json, [&] {
        json.member("name", name);
        json.member("description", description);
      });
    };
    const auto endpoints = rest::endpoints(context.model());
    for (const auto& resource : context.model().resources) {
      const bool shown = std::ranges::any_of(endpoints, [&](const rest::Endpoint& endpoint) {
        return endpoint.resource == resource.get() && context.has(endpoint);
      });
      if (shown)
        tag(resource->name, resource->description.empty() ? "Rows of " + resource->path + "." : resource->description);
    }
    if (std::ranges::any_of(endpoints, [&](const rest::Endpoint& endpoint) {
          return rest::is_write(endpoint.kind) && context.has(endpoint);
        }))
      tag(batch_tag, "Several writes at once.");
    if (context.model().account) tag(accounts_tag, "Sign up, in and out.");
    tag(service_tag, "About the server itself.");
  });
}

void write_security_schemes(JsonWriter& json, const Context& context) {
  if (!context.model().account) return;
  object(json, "securitySchemes", [&] {
    object(json, "bearerAuth", [&] {
      json.member("type", "http");
      json.member("scheme", "bearer");
      json.member("bearerFormat", "JWT");
      json.member("description", "The access token of `register`, `login` or `refresh`.");
    });
  });
}

}  // namespace

std::string openapi_document(const schema::Model& model, const DocumentOptions& options) {
  Context context(model, options);
  std::string text;
  JsonWriter json(text);
  object(json, [&] {
    json.member("openapi", "3.1.0");
    write_info(json, context);
    array(json, "servers", [&] { object(json, [&] { json.member("url", "/"); }); });
    write_tags(json, context);
    object(json, "paths", [&] {
      write_account_paths(json, context);
      write_rest_paths(json, context);
      write_batch_path(json, context);
      write_service_paths(json, context);
    });
    object(json, "components", [&] {
      context.components().write(json);
      write_security_schemes(json, context);
    });
  });
  return text;
}

}  // namespace tenon::api::openapi
