#pragma once
#include "api/rest/context.hpp"
#include "http/router.hpp"
#include "schema/model.hpp"

#include <string>

namespace tenon::api::openapi {

/// What callers without credentials are shown.
enum class Strangers : std::uint8_t {
  their_part,  ///< what strangers can reach, and how to sign up and in
  everything,  ///< the whole API: while it is being developed
};

struct DocumentContext {
  const schema::Model* model = nullptr;  ///< outlives the router
  rest::Identify identify;
  std::string base_path = "/api/v1";
  Strangers strangers = Strangers::their_part;
};

/// GET /openapi.json: the document of what the caller can reach, made once for each class of callers, with an ETag.
void add_document_route(http::Router& router, DocumentContext context);

}  // namespace tenon::api::openapi
