#include "api/graphql/http/request.hpp"

#include "http/media_type.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::api::graphql {
namespace {

base::Error bad(std::string message) {
  return base::Error(base::ErrorCode::bad_request, std::move(message));
}

bool is_hash(std::string_view text) {
  return text.size() == 64 &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

base::Result<void> take_hash(const base::Json& value, Asked& asked) {
  const auto* text = value.string();
  std::string hash = text ? *text : std::string();
  // The form of persisted documents: sha256:HASH.
  if (hash.starts_with("sha256:")) hash.erase(0, 7);
  if (!is_hash(hash)) return base::unexpected(bad("The hash of a document is a SHA-256 in 64 lower-case hex digits"));
  asked.hash = std::move(hash);
  return {};
}

base::Result<void> take_extensions(const base::Json& extensions, Asked& asked) {
  if (extensions.is_null()) return {};
  if (!extensions.object()) return base::unexpected(bad("\"extensions\" must be an object"));
  if (const auto* transaction = extensions.find("transaction")) {
    if (!transaction->boolean()) return base::unexpected(bad("\"extensions.transaction\" must be true or false"));
    asked.transaction = *transaction->boolean();
  }
  const auto* persisted = extensions.find("persistedQuery");
  if (!persisted || persisted->is_null()) return {};
  const auto* version = persisted->find("version");
  if (!version || !version->number() || version->number()->text != "1")
    return base::unexpected(bad("\"extensions.persistedQuery\" needs version 1"));
  const auto* hash = persisted->find("sha256Hash");
  return take_hash(hash ? *hash : base::Json(), asked);
}

base::Result<void> take_text(const base::Json& value, std::string_view name, std::string& to) {
  if (value.is_null()) return {};
  if (!value.string()) return base::unexpected(bad(fmt::format("\"{}\" must be a string", name)));
  to = *value.string();
  return {};
}

base::Result<void> take_variables(const base::Json& value, Asked& asked) {
  if (!value.is_null() && !value.object()) return base::unexpected(bad("\"variables\" must be an object"));
  asked.variables = value;
  return {};
}

/// Unknown members are left alone, as the specification asks.
base::Result<Asked> read_object(const base::Json& body) {
  if (!body.object()) return base::unexpected(bad("A GraphQL request is a JSON object"));
  Asked asked;
  if (const auto* query = body.find("query"); query && !query->is_null()) {
    TENON_TRY_VOID(take_text(*query, "query", asked.query.emplace()));
  }
  if (const auto* name = body.find("operationName")) {
    TENON_TRY_VOID(take_text(*name, "operationName", asked.operation_name));
  }
  if (const auto* variables = body.find("variables")) {
    TENON_TRY_VOID(take_variables(*variables, asked));
  }
  if (const auto* extensions = body.find("extensions")) {
    TENON_TRY_VOID(take_extensions(*extensions, asked));
  }
  if (const auto* document = body.find("documentId"); document && !document->is_null()) {
    TENON_TRY_VOID(take_hash(*document, asked));
  }
  if (!asked.query && !asked.hash) return base::unexpected(bad("\"query\" is missing"));
  return asked;
}

}  // namespace

base::Result<Asked> read_query_string(std::string_view query) {
  TENON_TRY(parameters, http::parse_query(query));
  base::Json::Object members;
  for (auto& [name, value] : parameters) {
    const bool known = name == "query" || name == "operationName" || name == "documentId" || name == "variables" ||
                       name == "extensions";
    if (!known) continue;
    if (std::ranges::find(members, name, &base::Json::Object::value_type::first) != members.end())
      return base::unexpected(bad(fmt::format("\"{}\" is given twice", name)));
    base::Json member{base::Json::Storage(value)};
    if (name == "variables" || name == "extensions") {
      if (value.empty()) continue;
      TENON_TRY(parsed, base::parse_json(value));
      member = std::move(parsed);
    }
    members.emplace_back(name, std::move(member));
  }
  return read_object(base::Json(base::Json::Storage(std::move(members))));
}

base::Result<Batch> read_body(const http::Request& request, std::size_t max_batch) {
  const auto content_type = request.header("content-type");
  const auto type = http::parse_media_type(content_type);
  if (!type || type->essence() != "application/json" || !http::is_json(content_type))
    return base::unexpected(
        base::Error(base::ErrorCode::unsupported_media_type, "A GraphQL request is application/json in UTF-8"));
  TENON_TRY(body, base::parse_json(request.body));
  Batch batch;
  const auto* items = body.array();
  if (!items) {
    TENON_TRY(asked, read_object(body));
    batch.asked.push_back(std::move(asked));
    return batch;
  }
  if (max_batch <= 1) return base::unexpected(bad("Batches of requests are not taken here: send one object"));
  if (items->empty() || items->size() > max_batch)
    return base::unexpected(bad(fmt::format("A batch has 1 to {} requests", max_batch)));
  batch.many = true;
  for (const auto& item : *items) {
    TENON_TRY(asked, read_object(item));
    batch.asked.push_back(std::move(asked));
  }
  return batch;
}

}  // namespace tenon::api::graphql
