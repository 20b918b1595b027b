#include "api/rest/json_body.hpp"

#include "http/media_type.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::api::rest {
namespace {

bool is_acceptable(std::string_view content_type, std::span<const std::string_view> types) {
  const auto type = http::parse_media_type(content_type);
  if (!type || std::ranges::find(types, type->essence()) == types.end()) return false;
  const std::string_view charset = type->parameter("charset");
  return charset.empty() || http::equal_ignoring_case(charset, "utf-8");
}

}  // namespace

base::Result<base::Json> read_json_body(const http::Request& request, std::span<const std::string_view> types) {
  const std::string_view coding = request.header("content-encoding");
  if (!coding.empty() && !http::equal_ignoring_case(coding, "identity"))
    return base::unexpected(
        base::Error(base::ErrorCode::unsupported_media_type, "Compressed request bodies are not read"));
  if (!is_acceptable(request.header("content-type"), types))
    return base::unexpected(base::Error(base::ErrorCode::unsupported_media_type,
                                        fmt::format("Send {} in UTF-8 and name it in Content-Type", types.front())));
  base::JsonLimits limits;
  // The server has limited the body already, and knows better by how much.
  limits.max_bytes = request.body.size();
  return base::parse_json(request.body, limits);
}

}  // namespace tenon::api::rest
