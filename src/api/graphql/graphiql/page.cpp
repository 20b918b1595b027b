#include "api/graphql/graphiql/page.hpp"

#include "api/graphql/graphiql/assets.hpp"
#include "http/media_type.hpp"

#include <algorithm>
#include <string>

namespace tenon::api::graphql::graphiql {
namespace {

/// The editor places its parts by style attributes and adds a style sheet for its highlights; scripts are ours alone.
constexpr std::string_view policy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' "
    "data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

constexpr std::string_view page_name = "index.html";

}  // namespace

bool wants_page(const http::Request& request) {
  const auto accept = request.header("accept");
  return http::names_type(accept, "text/html") && !http::names_type(accept, "application/json") &&
         !http::names_type(accept, "application/graphql-response+json");
}

base::Task<http::Response> answer_page(http::Request& request) {
  const auto page = std::ranges::find(assets(), page_name, &Asset::name);
  auto task = docs::answer_asset(*page, policy, request);
  auto response = co_await std::move(task);
  response.headers.emplace_back("Vary", "Accept");
  co_return response;
}

void add_files(http::Router& router) {
  for (const Asset& asset : assets()) {
    if (asset.name == page_name) continue;
    router.add(http::Method::get, "/graphiql/" + std::string(asset.name),
               [&asset](http::Request& request) { return docs::answer_asset(asset, policy, request); });
  }
}

}  // namespace tenon::api::graphql::graphiql
