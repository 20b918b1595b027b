#include "api/openapi/paths.hpp"

#include "api/openapi/json_parts.hpp"
#include "api/openapi/operation_words.hpp"
#include "api/openapi/parameters.hpp"
#include "api/openapi/request_body.hpp"
#include "api/openapi/responses.hpp"

#include <algorithm>
#include <set>

namespace tenon::api::openapi {
namespace {

using base::JsonWriter;

std::string lower(std::string_view method) {
  std::string text(method);
  for (char& c : text) c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::vector<base::ErrorCode> all_errors(const rest::Endpoint& endpoint) {
  const auto common = rest::common_errors();
  const auto own = rest::traits(endpoint.kind).errors;
  std::vector<base::ErrorCode> errors(common.begin(), common.end());
  errors.insert(errors.end(), own.begin(), own.end());
  return errors;
}

/// The operations of all paths, with names that no two of them share.
class Operations {
 public:
  Operations(JsonWriter& json, Context& context) : json_(json), context_(context) {}

  void write(const rest::Endpoint& endpoint) {
    const auto& traits = rest::traits(endpoint.kind);
    object(json_, lower(http::to_text(traits.method)), [&] { members(endpoint, Head::no); });
    if (endpoint.kind == rest::EndpointKind::get) object(json_, "head", [&] { members(endpoint, Head::yes); });
  }

 private:
  enum class Head : std::uint8_t { no, yes };

  void members(const rest::Endpoint& endpoint, Head head) {
    json_.member("operationId",
                 free_id(head == Head::yes ? "head" + operation_id(endpoint).substr(3) : operation_id(endpoint)));
    json_.member("summary", operation_summary(endpoint) + (head == Head::yes ? ", without the body" : ""));
    json_.member("description", operation_description(context_, endpoint));
    strings(json_, "tags", {endpoint.resource->name});
    if (endpoint.relation && endpoint.relation->deprecated) flag(json_, "deprecated", true);
    const bool open = rest::is_open(endpoint, context_.model(), {});
    write_security(json_, context_, open ? Credentials::optional : Credentials::required);
    array(json_, "parameters", [&] { write_parameters(json_, context_, endpoint); });
    write_request_body(json_, context_, endpoint);
    object(json_, "responses", [&] {
      if (head == Head::yes)
        write_bodiless(json_, context_, endpoint, all_errors(endpoint));
      else {
        write_successes(json_, context_, endpoint);
        write_errors(json_, context_, all_errors(endpoint));
      }
    });
  }

  std::string free_id(std::string id) {
    while (!used_.insert(id).second) id += '_';
    return id;
  }

  JsonWriter& json_;
  Context& context_;
  std::set<std::string> used_;
};

}  // namespace

void write_security(JsonWriter& json, const Context& context, Credentials credentials) {
  array(json, "security", [&] {
    if (credentials == Credentials::none || !context.model().account) return;
    if (credentials == Credentials::optional) object(json, [] {});
    object(json, [&] { array(json, "bearerAuth", [] {}); });
  });
}

void write_rest_paths(JsonWriter& json, Context& context) {
  std::vector<rest::Endpoint> shown;
  for (auto& endpoint : rest::endpoints(context.model()))
    if (context.has(endpoint)) shown.push_back(std::move(endpoint));
  // The methods of one path are together, whichever resource brought them.
  std::ranges::stable_sort(shown, {}, &rest::Endpoint::path);
  Operations operations(json, context);
  for (std::size_t i = 0; i < shown.size();) {
    const std::string& path = shown[i].path;
    object(json, context.options().base_path + path, [&] {
      for (; i < shown.size() && shown[i].path == path; ++i) operations.write(shown[i]);
    });
  }
}

}  // namespace tenon::api::openapi
