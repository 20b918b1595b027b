#pragma once
#include "access/access.hpp"
#include "schema/model.hpp"

#include <optional>
#include <string>

/// The API as an OpenAPI 3.1 document, written from the tables that serve it.
namespace tenon::api::openapi {

struct DocumentOptions {
  std::string base_path = "/api/v1";          ///< before every resource's path
  std::optional<access::CallerClass> caller;  ///< only what such callers can reach; none: everything
  std::string version = "1";                  ///< `info.version`
};

/// The whole document as compact JSON, keys in a fixed order: the same Model gives the same bytes. Pure, thread-safe.
std::string openapi_document(const schema::Model& model, const DocumentOptions& options);

/// JSON text with line breaks and two blanks for each level. `json` must be valid.
std::string indented(std::string_view json);

}  // namespace tenon::api::openapi
