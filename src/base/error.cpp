#include "base/error.hpp"

#include <array>
#include <utility>

namespace tenon::base {
namespace {

constexpr std::array table{
    ErrorInfo{ErrorCode::bad_request, 400, "BAD_REQUEST", "The request could not be understood"},
    ErrorInfo{ErrorCode::unauthenticated, 401, "UNAUTHENTICATED", "Authentication is required"},
    ErrorInfo{ErrorCode::forbidden, 403, "FORBIDDEN", "You are not allowed to do this"},
    ErrorInfo{ErrorCode::not_found, 404, "NOT_FOUND", "Not found"},
    ErrorInfo{ErrorCode::method_not_allowed, 405, "METHOD_NOT_ALLOWED", "Method not allowed"},
    ErrorInfo{ErrorCode::not_acceptable, 406, "NOT_ACCEPTABLE", "No acceptable representation"},
    ErrorInfo{ErrorCode::request_timeout, 408, "REQUEST_TIMEOUT", "The request took too long to arrive"},
    ErrorInfo{ErrorCode::conflict, 409, "CONFLICT", "The request conflicts with existing data"},
    ErrorInfo{ErrorCode::precondition_failed, 412, "PRECONDITION_FAILED", "The resource has changed"},
    ErrorInfo{ErrorCode::payload_too_large, 413, "PAYLOAD_TOO_LARGE", "The request body is too large"},
    ErrorInfo{ErrorCode::uri_too_long, 414, "URI_TOO_LONG", "The request target is too long"},
    ErrorInfo{ErrorCode::unsupported_media_type, 415, "UNSUPPORTED_MEDIA_TYPE", "Unsupported media type"},
    ErrorInfo{ErrorCode::expectation_failed, 417, "EXPECTATION_FAILED", "This expectation cannot be met"},
    ErrorInfo{ErrorCode::validation, 422, "VALIDATION_ERROR", "Request validation failed"},
    ErrorInfo{ErrorCode::too_expensive, 422, "TOO_EXPENSIVE", "The request costs too much"},
    ErrorInfo{ErrorCode::precondition_required, 428, "PRECONDITION_REQUIRED", "This request must be conditional"},
    ErrorInfo{ErrorCode::too_many_requests, 429, "TOO_MANY_REQUESTS", "Too many requests"},
    ErrorInfo{ErrorCode::headers_too_large, 431, "HEADERS_TOO_LARGE", "The request headers are too large"},
    ErrorInfo{ErrorCode::internal, 500, "INTERNAL_ERROR", "Something went wrong"},
    ErrorInfo{ErrorCode::not_implemented, 501, "NOT_IMPLEMENTED", "Not implemented"},
    ErrorInfo{ErrorCode::unavailable, 503, "UNAVAILABLE", "The service is not available right now"},
    ErrorInfo{ErrorCode::version_not_supported, 505, "HTTP_VERSION_NOT_SUPPORTED", "HTTP version not supported"},
};

constexpr bool table_is_indexed_by_code() {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (static_cast<std::size_t>(table[i].code) != i) return false;
  return table.size() == static_cast<std::size_t>(ErrorCode::version_not_supported) + 1;
}
static_assert(table_is_indexed_by_code());

}  // namespace

const ErrorInfo& error_info(ErrorCode code) {
  return table[static_cast<std::size_t>(code)];
}

std::span<const ErrorInfo> error_table() {
  return table;
}

Error internal_error(std::string cause) {
  Error error(ErrorCode::internal);
  error.cause = std::move(cause);
  return error;
}

Error validation_error(std::string field, std::string code, std::string message) {
  Error error(ErrorCode::validation);
  error.details.push_back({std::move(field), std::move(code), std::move(message)});
  return error;
}

}  // namespace tenon::base
