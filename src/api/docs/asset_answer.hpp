#pragma once
#include "base/task.hpp"
#include "http/message.hpp"

#include <string_view>

namespace tenon::api::docs {

/// A file that is part of the program.
struct Asset {
  std::string_view name;  ///< "index.html"
  std::string_view text;  ///< lives as long as the program
};

/// The file with its version (ETag), or 304; `policy` is the content security policy of the page it belongs to.
base::Task<http::Response> answer_asset(const Asset& asset, std::string_view policy, http::Request& request);

}  // namespace tenon::api::docs
