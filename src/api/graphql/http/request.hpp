#pragma once
#include "base/json.hpp"
#include "base/result.hpp"
#include "http/message.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::api::graphql {

/// What one GraphQL request over HTTP says, whichever way it came.
struct Asked {
  std::optional<std::string> query;  ///< the document; none where it is named by its hash
  std::string operation_name;        ///< empty: the only one
  base::Json variables;              ///< an object or null
  std::optional<std::string> hash;   ///< extensions.persistedQuery.sha256Hash or documentId, lower case
  bool transaction = false;          ///< extensions.transaction: all mutations or none
};

/// The requests of one HTTP request.
struct Batch {
  std::vector<Asked> asked;
  bool many = false;  ///< an array came, and an array goes
};

/// Parameters of a GET: query, operationName, variables and extensions (JSON texts), documentId. 400 for what they are
/// not.
base::Result<Asked> read_query_string(std::string_view query);

/// The body of a POST: one object, or up to `max_batch` of them (1: none). 415 for other media types than
/// application/json in UTF-8, 400 for what is no GraphQL request.
base::Result<Batch> read_body(const http::Request& request, std::size_t max_batch);

}  // namespace tenon::api::graphql
