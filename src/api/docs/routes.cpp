#include "api/docs/routes.hpp"

#include "api/docs/assets.hpp"

#include <string>

namespace tenon::api::docs {
namespace {

/// Images as data: are those inside of the style sheet. Nothing inline, neither scripts nor styles.
constexpr std::string_view policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri "
    "'none'; "
    "form-action 'none'; frame-ancestors 'none'";

}  // namespace

void add_docs_routes(http::Router& router) {
  for (const Asset& asset : assets()) {
    const bool page = asset.name == "index.html";
    router.add(http::Method::get, page ? "/docs" : "/docs/" + std::string(asset.name),
               [&asset](http::Request& request) { return answer_asset(asset, policy, request); });
  }
}

}  // namespace tenon::api::docs
