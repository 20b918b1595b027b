#include "api/docs/asset_answer.hpp"

#include "api/rest/representation_tag.hpp"
#include "base/digest.hpp"
#include "http/error_response.hpp"

#include <fmt/format.h>

#include <string>

namespace tenon::api::docs {
namespace {

std::string_view media_type(std::string_view name) {
  if (name.ends_with(".html")) return "text/html; charset=utf-8";
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
  return "text/plain; charset=utf-8";
}

}  // namespace

base::Task<http::Response> answer_asset(const Asset& asset, std::string_view policy, http::Request& request) {
  const auto tag = fmt::format("{:016x}", base::fast_hash(asset.text));
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

}  // namespace tenon::api::docs
