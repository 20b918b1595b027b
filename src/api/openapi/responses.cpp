#include "api/openapi/responses.hpp"

#include "api/openapi/envelopes.hpp"
#include "api/openapi/json_parts.hpp"
#include "http/status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace tenon::api::openapi {
namespace {

using base::ErrorCode;
using base::JsonWriter;
using rest::EndpointKind;

struct HeaderInfo {
  AnswerHeader header;
  std::string_view name;
  std::string_view description;
  std::string_view type;
  std::string_view example;  ///< JSON
};
constexpr std::array header_table{
    HeaderInfo{
        AnswerHeader::request_id, "X-Request-Id",
        "The caller's own if it sent one of 1 to 64 letters, digits, dots, underscores and hyphens, else a new one.",
        "string", R"("019bc0e4-7d40-7000-8000-00000000000a")"},
    HeaderInfo{AnswerHeader::etag, "ETag", "The version of the row, for If-Match and If-None-Match.", "string",
               R"("\"1768473000000000\"")"},
    HeaderInfo{AnswerHeader::location, "Location", "Where the new row is; not there when several were made at once.",
               "string", R"("/api/v1/rows/019bc0e4-7d40-7000-8000-000000000001")"},
    HeaderInfo{AnswerHeader::retry_after, "Retry-After", "Seconds to wait before trying again.", "integer", "1"},
    HeaderInfo{AnswerHeader::www_authenticate, "WWW-Authenticate", "How to authenticate.", "string", R"("Bearer")"},
    HeaderInfo{AnswerHeader::allow, "Allow", "The methods that this path has.", "string", R"("GET, HEAD, OPTIONS")"},
    HeaderInfo{AnswerHeader::cache_control, "Cache-Control", "How long the answer may be kept.", "string",
               R"("public, max-age=300")"},
    HeaderInfo{AnswerHeader::replayed, "Idempotency-Replayed",
               "`true`: what an earlier request of the same Idempotency-Key was answered; nothing was written now.",
               "string", R"("true")"},
    HeaderInfo{AnswerHeader::cost, "X-Request-Cost",
               "What the request has cost, in points: told from the request alone, for every caller the same.",
               "integer", "22"},
    HeaderInfo{
        AnswerHeader::rate_limit_policy, "RateLimit-Policy",
        "The limits that the request counts against: `q` requests within `w` seconds each. There where requests are "
        "limited.",
        "string", R"("\"default\";q=1000;w=60")"},
    HeaderInfo{AnswerHeader::rate_limit, "RateLimit",
               "What is left of each: `r` requests now, and all of them again in `t` seconds.", "string",
               R"("\"default\";r=999;t=1")"},
};

void refer_to_header(JsonWriter& json, Context& context, const HeaderInfo& info) {
  context.components().refer(json, Section::headers, std::string(info.name), [&info](JsonWriter& out) {
    object(out, [&] {
      out.member("description", info.description);
      object(out, "schema", [&] { out.member("type", info.type); });
      out.key("example");
      out.raw(info.example);
    });
  });
}

std::string component_name(ErrorCode code) {
  // "NOT_FOUND" -> "NotFound"
  std::string name;
  bool begins = true;
  for (const char c : base::error_info(code).name) {
    if (c == '_') {
      begins = true;
      continue;
    }
    name += begins ? c : static_cast<char>(c - 'A' + 'a');
    begins = false;
  }
  return name.ends_with("Error") ? name : name + "Error";
}

void write_error_headers(JsonWriter& json, Context& context, ErrorCode code) {
  switch (base::error_info(code).http_status) {
    case 401: return write_headers(json, context, {AnswerHeader::request_id, AnswerHeader::www_authenticate});
    case 405: return write_headers(json, context, {AnswerHeader::request_id, AnswerHeader::allow});
    case 429:
      return write_headers(json, context,
                           {AnswerHeader::request_id, AnswerHeader::retry_after, AnswerHeader::rate_limit_policy,
                            AnswerHeader::rate_limit});
    case 409:
    case 503: return write_headers(json, context, {AnswerHeader::request_id, AnswerHeader::retry_after});
    default: return write_headers(json, context, {AnswerHeader::request_id});
  }
}

void write_error(JsonWriter& json, Context& context, ErrorCode code) {
  const auto& info = base::error_info(code);
  object(json, [&] {
    json.member("description", info.phrase);
    write_error_headers(json, context, code);
    object(json, "content", [&] {
      object(json, "application/json", [&] {
        json.key("schema");
        refer_to_error(json, context, code, component_name(code));
        json.key("example");
        json.raw(error_example(code));
      });
      object(json, "application/problem+json", [&] {
        json.key("schema");
        refer_to_problem(json, context);
        json.key("example");
        json.raw(problem_example(code));
      });
    });
  });
}

/// 422 where a write can be wrong or too dear.
void write_unprocessable(JsonWriter& json, Context& context) {
  object(json, [&] {
    json.member("description", "The request is wrong in its values, or costs too much");
    write_error_headers(json, context, ErrorCode::validation);
    object(json, "content", [&] {
      object(json, "application/json", [&] {
        object(json, "schema", [&] {
          array(json, "anyOf", [&] {
            for (const auto code : {ErrorCode::validation, ErrorCode::too_expensive})
              refer_to_error(json, context, code, component_name(code));
          });
        });
        json.key("example");
        json.raw(error_example(ErrorCode::validation));
      });
      object(json, "application/problem+json", [&] {
        json.key("schema");
        refer_to_problem(json, context);
        json.key("example");
        json.raw(problem_example(ErrorCode::validation));
      });
    });
  });
}

/// By status; of two with the same one the first in the error table.
std::vector<ErrorCode> one_for_each_status(std::span<const ErrorCode> errors) {
  std::vector<ErrorCode> sorted(errors.begin(), errors.end());
  std::ranges::sort(sorted);
  const auto status = [](ErrorCode code) { return base::error_info(code).http_status; };
  std::ranges::stable_sort(sorted, {}, status);
  const auto again = std::ranges::unique(sorted, {}, status);
  sorted.erase(again.begin(), again.end());
  return sorted;
}

template <typename Schema>
void json_content(JsonWriter& json, Schema&& schema) {
  object(json, "content", [&] {
    object(json, "application/json", [&] {
      json.key("schema");
      schema();
    });
  });
}

std::string_view description_of(const rest::Endpoint& endpoint, int status) {
  if (status == 304) return "The row has a version that is there already";
  switch (endpoint.kind) {
    case EndpointKind::list:
    case EndpointKind::list_related: return "A page of rows";
    case EndpointKind::aggregate: return "What the rows come to";
    case EndpointKind::get: return "The row";
    case EndpointKind::create:
    case EndpointKind::create_related: return "The new row, or the new rows where an array was sent";
    case EndpointKind::replace: return status == 201 ? "The row, which is new" : "The row as it is now";
    case EndpointKind::merge: return "The row as it is now";
    case EndpointKind::remove: return "The row is gone";
    case EndpointKind::link: return "The two are linked";
    case EndpointKind::unlink: return "The two are not linked";
  }
  return {};
}

void write_success(JsonWriter& json, Context& context, const rest::Endpoint& endpoint, int status) {
  object(json, [&] {
    json.member("description", description_of(endpoint, status));
    const bool list = endpoint.kind == EndpointKind::list || endpoint.kind == EndpointKind::list_related;
    const bool aggregate = endpoint.kind == EndpointKind::aggregate;
    const bool replayable = rest::takes_key(endpoint.kind);
    if (status == 204 || list || aggregate)
      write_headers(
          json, context,
          {AnswerHeader::request_id, AnswerHeader::cost, AnswerHeader::rate_limit_policy, AnswerHeader::rate_limit});
    else if (status == 201 && replayable)
      write_headers(json, context,
                    {AnswerHeader::request_id, AnswerHeader::etag, AnswerHeader::location, AnswerHeader::replayed,
                     AnswerHeader::cost, AnswerHeader::rate_limit_policy, AnswerHeader::rate_limit});
    else if (status == 201)
      write_headers(json, context,
                    {AnswerHeader::request_id, AnswerHeader::etag, AnswerHeader::location, AnswerHeader::cost,
                     AnswerHeader::rate_limit_policy, AnswerHeader::rate_limit});
    else if (replayable)
      write_headers(json, context,
                    {AnswerHeader::request_id, AnswerHeader::etag, AnswerHeader::replayed, AnswerHeader::cost,
                     AnswerHeader::rate_limit_policy, AnswerHeader::rate_limit});
    else
      write_headers(json, context,
                    {AnswerHeader::request_id, AnswerHeader::etag, AnswerHeader::cost, AnswerHeader::rate_limit_policy,
                     AnswerHeader::rate_limit});
    if (status == 204 || status == 304) return;
    const auto& rows = endpoint.rows();
    json_content(json, [&] {
      if (list) return refer_to_list_answer(json, context, rows);
      if (aggregate) return refer_to_aggregate_answer(json, context);
      const bool create = endpoint.kind == EndpointKind::create || endpoint.kind == EndpointKind::create_related;
      if (create) return refer_to_create_answer(json, context, rows);
      refer_to_row_answer(json, context, rows);
    });
  });
}

}  // namespace

void write_headers(JsonWriter& json, Context& context, std::initializer_list<AnswerHeader> headers) {
  object(json, "headers", [&] {
    for (const auto header : headers) {
      const auto& info = header_table[static_cast<std::size_t>(header)];
      json.key(info.name);
      refer_to_header(json, context, info);
    }
  });
}

void write_errors(JsonWriter& json, Context& context, std::span<const ErrorCode> errors) {
  const bool both = std::ranges::find(errors, ErrorCode::validation) != errors.end() &&
                    std::ranges::find(errors, ErrorCode::too_expensive) != errors.end();
  for (const auto code : one_for_each_status(errors)) {
    json.key(std::to_string(base::error_info(code).http_status));
    if (both && code == ErrorCode::validation) {
      context.components().refer(json, Section::responses, "UnprocessableError",
                                 [&context](JsonWriter& out) { write_unprocessable(out, context); });
      continue;
    }
    context.components().refer(json, Section::responses, component_name(code),
                               [&context, code](JsonWriter& out) { write_error(out, context, code); });
  }
}

void write_bodiless(JsonWriter& json, Context& context, const rest::Endpoint& endpoint,
                    std::span<const ErrorCode> errors) {
  for (const int status : rest::traits(endpoint.kind).successes) {
    object(json, std::to_string(status), [&] {
      json.member("description", description_of(endpoint, status));
      write_headers(json, context,
                    {AnswerHeader::request_id, AnswerHeader::etag, AnswerHeader::cost, AnswerHeader::rate_limit_policy,
                     AnswerHeader::rate_limit});
    });
  }
  for (const auto code : one_for_each_status(errors)) {
    object(json, std::to_string(base::error_info(code).http_status), [&] {
      json.member("description", base::error_info(code).phrase);
      write_error_headers(json, context, code);
    });
  }
}

void write_successes(JsonWriter& json, Context& context, const rest::Endpoint& endpoint) {
  for (const int status : rest::traits(endpoint.kind).successes) {
    json.key(std::to_string(status));
    write_success(json, context, endpoint, status);
  }
}

}  // namespace tenon::api::openapi
