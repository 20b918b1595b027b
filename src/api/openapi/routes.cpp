#include "api/openapi/routes.hpp"

#include "api/openapi/document.hpp"
#include "api/rest/parse/requests.hpp"
#include "api/rest/representation_tag.hpp"
#include "base/digest.hpp"
#include "http/error_response.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace tenon::api::openapi {
namespace {

struct Document {
  std::string text;
  std::string tag;
};
using DocumentPtr = std::shared_ptr<const Document>;

/// Documents by class of callers. Shared by all loops, so behind a lock: this is no path for crowds.
class Shelf {
 public:
  explicit Shelf(DocumentContext context) : context_(std::move(context)) {}

  const DocumentContext& context() const { return context_; }

  DocumentPtr find(access::CallerClass caller) {
    const std::lock_guard lock(mutex_);
    auto& place = made_[caller];
    if (!place) place = make(caller);
    auto found = place;
    // Classes are sets of roles: few in practice, but foreign tokens could name many.
    if (made_.size() > most_documents) made_.clear();
    return found;
  }

 private:
  static constexpr std::size_t most_documents = 64;

  DocumentPtr make(access::CallerClass caller) const {
    DocumentOptions options;
    options.base_path = context_.base_path;
    if (!caller.anonymous || context_.strangers == Strangers::their_part) options.caller = caller;
    auto document = std::make_shared<Document>();
    document->text = openapi_document(*context_.model, options);
    document->tag = fmt::format("{:016x}", base::fast_hash(document->text));
    return document;
  }

  DocumentContext context_;
  std::mutex mutex_;
  std::map<access::CallerClass, DocumentPtr> made_;
};

base::Result<http::Response> respond(const Document& document, const http::Request& request) {
  TENON_TRY(query, http::parse_query(request.query));
  TENON_TRY_VOID(rest::parse_nothing(query));
  TENON_TRY(not_modified, rest::client_has(request, document.tag));
  http::Response response(not_modified ? 304 : 200);
  response.headers.emplace_back("ETag", '"' + document.tag + '"');
  response.headers.emplace_back("Cache-Control", "private, no-cache");
  response.append("Vary", "Authorization");
  if (not_modified) return response;
  response.headers.emplace_back("Content-Type", "application/json");
  response.body = document.text;
  return response;
}

base::Task<http::Response> answer(Shelf& shelf, http::Request& request) {
  auto principal = co_await shelf.context().identify(request);
  if (!principal) co_return http::error_response(principal.error(), request);
  access::CallerClass caller;
  caller.roles = principal->roles;
  caller.anonymous = principal->anonymous();
  const auto document = shelf.find(caller);
  auto response = respond(*document, request);
  if (!response) co_return http::error_response(response.error(), request);
  co_return std::move(*response);
}

}  // namespace

void add_document_route(http::Router& router, DocumentContext context) {
  const auto shelf = std::make_shared<Shelf>(std::move(context));
  router.add(http::Method::get, "/openapi.json", [shelf](http::Request& request) { return answer(*shelf, request); });
}

}  // namespace tenon::api::openapi
