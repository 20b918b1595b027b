#pragma once
#include "access/access.hpp"
#include "schema/model.hpp"

#include <optional>
#include <string>

/// The API as a design document for people, in Markdown.
namespace tenon::api::describe {

struct DescribeOptions {
  std::string base_path = "/api/v1";           ///< before every resource's path
  const schema::Resource* resource = nullptr;  ///< only this one; null: the whole API
  std::optional<access::CallerClass> caller;   ///< only what such callers can reach; none: everything
};

/// Endpoints and who may call them, schemas of requests and answers, errors, and the rules in plain English. The same
/// Model gives the same bytes. Pure.
std::string design_document(const schema::Model& model, const DescribeOptions& options);

}  // namespace tenon::api::describe
