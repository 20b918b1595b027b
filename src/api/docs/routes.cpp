#include "api/docs/routes.hpp"

#include "api/docs/assets.hpp"
#include "api/rest/representation_tag.hpp"
#include "base/digest.hpp"
#include "http/error_response.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace tenon::api::docs {
namespace {

/// Images as data: are those inside of the style sheet. Nothing inline, neither scripts nor styles.
constexpr std::string_view policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri "
    "'none'; "
    "form-action 'none'; frame-ancestors 'none'";

std::string_view media_type(std::string_view name) {
  if (name.ends_with(".html")) return "text/html; charset=utf-8";
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
  return "text/plain; charset=utf-8";
}

base::Task<http::Response> answer(const Asset& asset, const std::string& tag, http::Request& request) {
  auto not_modified = rest::client_has(request, tag);
  if (!not_modified) co_return http::error_response(not_modified.error(), request);
  http::Response response(*not_modified ? 304 : 200);
  response.headers.emplace_back("ETag", '"' + tag + '"');
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.headers.emplace_back("Content-Security-Policy", policy);
  if (*not_modified) co_return response;
  response.headers.emplace_back("Content-Type", media_type(asset.name));
  response.body = asset.text;
  co_return response;
}

}  // namespace

void add_docs_routes(http::Router& router) {
  for (const Asset& asset : assets()) {
    const bool page = asset.name == "index.html";
    router.add(http::Method::get, page ? "/docs" : "/docs/" + std::string(asset.name),
               [&asset, tag = fmt::format("{:016x}", base::fast_hash(asset.text))](http::Request& request) {
                 return answer(asset, tag, request);
               });
  }
}

}  // namespace tenon::api::docs
