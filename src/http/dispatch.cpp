#include "http/dispatch.hpp"

#include "http/error_response.hpp"

namespace tenon::http {
namespace {

base::Task<Response> answer(Response response) {
  co_return response;
}

Response answer_options(const std::vector<std::string>& allow) {
  Response response(204);
  for (const auto& method : allow) response.append("Allow", method);
  return response;
}

Response answer_without_handler(const Router::Match& match, const Request& request) {
  using base::Error;
  using base::ErrorCode;
  if (match.malformed)
    return error_response(Error(ErrorCode::bad_request, "The path is not valid percent-encoded UTF-8"), request);
  if (request.method == Method::options && match.path_known) return answer_options(match.allow);
  if (request.method == Method::options && request.path == "*")
    return answer_options({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"});
  if (!match.path_known) return error_response(Error(ErrorCode::not_found), request);
  Error error(ErrorCode::method_not_allowed);
  error.allow = match.allow;
  return error_response(error, request);
}

}  // namespace

base::Task<Response> dispatch(const Router& router, Request& request) {
  const auto match = router.match(request);
  if (match.handler) return (*match.handler)(request);
  return answer(answer_without_handler(match, request));
}

}  // namespace tenon::http
