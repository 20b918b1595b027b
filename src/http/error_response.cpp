#include "http/error_response.hpp"

#include "base/json_writer.hpp"
#include "base/log.hpp"
#include "base/time.hpp"
#include "http/media_type.hpp"
#include "http/status.hpp"

namespace tenon::http {
namespace {

constexpr std::string_view problem_type = "application/problem+json";

void write_details(base::JsonWriter& json, const std::vector<base::ErrorDetail>& details) {
  json.begin_array();
  for (const auto& detail : details) {
    json.begin_object();
    json.member("field", detail.field);
    json.member("code", detail.code);
    json.member("message", detail.message);
    json.end_object();
  }
  json.end_array();
}

void write_figures(base::JsonWriter& json, const base::Error& error) {
  for (const auto& [name, figure] : error.figures) json.member(name, figure);
}

std::string envelope(const base::Error& error, const ErrorContext& context) {
  std::string body;
  base::JsonWriter json(body);
  json.begin_object();
  json.key("error");
  json.begin_object();
  json.member("code", base::error_info(error.code).name);
  json.member("message", error.text());
  write_figures(json, error);
  if (!error.details.empty()) {
    json.key("details");
    write_details(json, error.details);
  }
  json.end_object();
  json.key("meta");
  json.begin_object();
  json.member("timestamp", base::format_date_time_seconds(base::now_micros()));
  json.member("requestId", context.request_id);
  if (!context.path.empty()) json.member("path", context.path);
  json.end_object();
  json.end_object();
  return body;
}

/// RFC 9457: the type stays about:blank, so the title is the status phrase; ours are extension members.
std::string problem(const base::Error& error, const ErrorContext& context) {
  const auto& info = base::error_info(error.code);
  std::string body;
  base::JsonWriter json(body);
  json.begin_object();
  json.member("type", "about:blank");
  json.member("title", reason_phrase(info.http_status));
  json.member("status", std::int64_t{info.http_status});
  json.member("detail", error.text());
  if (!context.path.empty()) json.member("instance", context.path);
  json.member("code", info.name);
  write_figures(json, error);
  if (!error.details.empty()) {
    json.key("errors");
    write_details(json, error.details);
  }
  json.member("timestamp", base::format_date_time_seconds(base::now_micros()));
  json.member("requestId", context.request_id);
  json.end_object();
  return body;
}

/// As draft-ietf-httpapi-ratelimit-headers has them, with nothing left until `Retry-After`.
void add_limit(Response& response, const base::Error& error) {
  const auto& limit = *error.limit;
  const auto name = '"' + limit.name + '"';
  response.headers.emplace_back(
      "RateLimit-Policy", name + ";q=" + std::to_string(limit.requests) + ";w=" + std::to_string(limit.window_seconds));
  response.headers.emplace_back("RateLimit", name + ";r=0;t=" + std::to_string(error.retry_after_seconds));
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) {
    if (!text.empty()) text += ", ";
    text += name;
  }
  return text;
}

}  // namespace

void add_error_headers(Response& response, const base::Error& error) {
  if (error.code == base::ErrorCode::unauthenticated) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  if (error.code == base::ErrorCode::method_not_allowed) response.headers.emplace_back("Allow", joined(error.allow));
  if (error.retry_after_seconds > 0)
    response.headers.emplace_back("Retry-After", std::to_string(error.retry_after_seconds));
  if (error.limit) add_limit(response, error);
}

Response error_response(const base::Error& error, const ErrorContext& context) {
  if (!error.cause.empty())
    base::log(base::LogLevel::error, "http", error.text(),
              {{"requestId", context.request_id}, {"path", context.path}, {"cause", std::string_view(error.cause)}});

  Response response(base::error_info(error.code).http_status);
  if (!context.accept.empty() && names_type(context.accept, problem_type)) {
    response.headers.emplace_back("Content-Type", problem_type);
    response.body = problem(error, context);
  } else {
    response.headers.emplace_back("Content-Type", "application/json");
    response.body = envelope(error, context);
  }
  add_error_headers(response, error);
  return response;
}

Response error_response(const base::Error& error, const Request& request) {
  const ErrorContext context{request.request_id, request.path, request.header("accept")};
  return error_response(error, context);
}

}  // namespace tenon::http
