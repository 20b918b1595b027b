#include "api/openapi/envelopes.hpp"

#include "api/openapi/json_parts.hpp"
#include "api/openapi/row_schema.hpp"
#include "http/status.hpp"

#include <array>

namespace tenon::api::openapi {
namespace {

using base::ErrorCode;
using base::JsonWriter;

/// The `code` of an error's details: docs/reference/http.md, "Errors".
constexpr std::array<std::string_view, 22> detail_codes{
    "required",  "type",      "format",    "length", "range",    "pattern",   "enum",      "unknown",
    "read_only", "immutable", "not_found", "unique", "check",    "forbidden", "reference", "common",
    "operator",  "syntax",    "duplicate", "limit",  "conflict", "invalid"};

constexpr std::string_view example_time = "2026-01-15T10:30:00Z";
constexpr std::string_view example_request = "019bc0e4-7d40-7000-8000-00000000000a";

void property(JsonWriter& json, std::string_view name, std::string_view type, std::string_view description,
              std::string_view format = {}) {
  object(json, name, [&] {
    json.member("type", type);
    if (!format.empty()) json.member("format", format);
    json.member("description", description);
  });
}

void timestamp(JsonWriter& json) {
  property(json, "timestamp", "string", "When the answer was made.", "date-time");
}

void masked(JsonWriter& json) {
  object(json, "masked", [&] {
    json.member("type", "array");
    json.member("description", "Paths of values that a rule withholds: they are null, whatever they are.");
    object(json, "items", [&] { json.member("type", "string"); });
  });
}

void refer_to_meta(JsonWriter& json, Context& context) {
  context.components().refer(json, Section::schemas, context.free_name("Meta"), [](JsonWriter& out) {
    object(out, [&] {
      out.member("type", "object");
      object(out, "properties", [&] {
        timestamp(out);
        masked(out);
      });
      strings(out, "required", {"timestamp"});
    });
  });
}

void refer_to_list_meta(JsonWriter& json, Context& context) {
  context.components().refer(json, Section::schemas, context.free_name("ListMeta"), [](JsonWriter& out) {
    object(out, [&] {
      out.member("type", "object");
      out.member("description", "`limit` and `nextCursor`, or `page`, `perPage`, `total` and `totalPages`.");
      object(out, "properties", [&] {
        timestamp(out);
        property(out, "limit", "integer", "Rows of a page.");
        object(out, "nextCursor", [&] {
          strings(out, "type", {"string", "null"});
          out.member("description", "For `cursor`; null on the last page.");
        });
        object(out, "prevCursor", [&] {
          strings(out, "type", {"string", "null"});
          out.member("description", "For `before`, on pages that a cursor led to; null where no rows come before.");
        });
        property(out, "page", "integer", "The number of the page, from 1.");
        property(out, "perPage", "integer", "Rows of a page.");
        property(out, "total", "integer", "Rows of all pages.");
        property(out, "totalPages", "integer", "Pages in all.");
        masked(out);
      });
      strings(out, "required", {"timestamp"});
    });
  });
}

/// `{"data": …, "meta": …}`
template <typename Data, typename MetaSchema>
void envelope(JsonWriter& json, Data&& data, MetaSchema&& meta) {
  object(json, [&] {
    json.member("type", "object");
    object(json, "properties", [&] {
      json.key("data");
      data();
      json.key("meta");
      meta();
    });
    strings(json, "required", {"data", "meta"});
  });
}

void refer_to_detail(JsonWriter& json, Context& context) {
  context.components().refer(json, Section::schemas, context.free_name("ErrorDetail"), [](JsonWriter& out) {
    object(out, [&] {
      out.member("type", "object");
      object(out, "properties", [&] {
        property(out, "field", "string", "Where: a path in the body, or a parameter; empty for the whole row.");
        object(out, "code", [&] {
          out.member("type", "string");
          out.member("description", "What is wrong, in one stable word. Others may come to these.");
          strings(out, "examples", detail_codes);
        });
        property(out, "message", "string", "The same for people.");
      });
      strings(out, "required", {"field", "code", "message"});
    });
  });
}

void details(JsonWriter& json, Context& context, std::string_view name) {
  object(json, name, [&] {
    json.member("type", "array");
    json.member("description", "Every fault at once.");
    json.key("items");
    refer_to_detail(json, context);
  });
}

/// What some errors have beside words.
void figures(JsonWriter& json, ErrorCode code) {
  if (code == ErrorCode::too_expensive) {
    property(json, "cost", "integer", "The price of the request, in points.");
    property(json, "maxCost", "integer", "The most that a request of this caller may cost.");
  }
  if (code == ErrorCode::too_many_requests)
    property(json, "retryAfter", "integer", "Seconds to wait before trying again.");
}

void write_error_schema(JsonWriter& json, Context& context, ErrorCode code) {
  const auto& info = base::error_info(code);
  object(json, [&] {
    json.member("type", "object");
    object(json, "properties", [&] {
      object(json, "error", [&] {
        json.member("type", "object");
        object(json, "properties", [&] {
          object(json, "code", [&] {
            json.member("type", "string");
            json.member("const", info.name);
          });
          property(json, "message", "string", "What went wrong, for people.");
          figures(json, code);
          details(json, context, "details");
        });
        strings(json, "required", {"code", "message"});
      });
      json.key("meta");
      context.components().refer(json, Section::schemas, context.free_name("ErrorMeta"), [](JsonWriter& out) {
        object(out, [&] {
          out.member("type", "object");
          object(out, "properties", [&] {
            timestamp(out);
            property(out, "requestId", "string", "To find the request in the server's log.");
            property(out, "path", "string", "The path that was asked for.");
          });
          strings(out, "required", {"timestamp", "requestId"});
        });
      });
    });
    strings(json, "required", {"error", "meta"});
  });
}

void write_problem_schema(JsonWriter& json, Context& context) {
  object(json, [&] {
    json.member("type", "object");
    json.member("description", "The same error as RFC 9457 has it, for `Accept: application/problem+json`.");
    object(json, "properties", [&] {
      property(json, "type", "string", "Always `about:blank`.");
      property(json, "title", "string", "The status in words.");
      property(json, "status", "integer", "The status.");
      property(json, "detail", "string", "What went wrong, for people.");
      property(json, "instance", "string", "The path that was asked for.");
      object(json, "code", [&] {
        json.member("type", "string");
        array(json, "enum", [&] {
          for (const auto& info : base::error_table()) json.string(info.name);
        });
      });
      figures(json, ErrorCode::too_expensive);
      figures(json, ErrorCode::too_many_requests);
      details(json, context, "errors");
      timestamp(json);
      property(json, "requestId", "string", "To find the request in the server's log.");
    });
    strings(json, "required", {"type", "title", "status", "detail", "code", "timestamp", "requestId"});
  });
}

}  // namespace

void refer_to_row_answer(JsonWriter& json, Context& context, const schema::Resource& resource) {
  context.components().refer(
      json, Section::schemas, context.free_name(resource.name + "Answer"), [&context, &resource](JsonWriter& out) {
        envelope(out, [&] { refer_to_row(out, context, resource); }, [&] { refer_to_meta(out, context); });
      });
}

void refer_to_aggregate_answer(JsonWriter& json, Context& context) {
  const auto group = [](JsonWriter& out) {
    object(out, [&] {
      out.member("type", "object");
      out.member("description",
                 "What was asked for: fields that group, `count`, and an object each of sums, averages "
                 "and extremes by field.");
      object(out, "properties", [&] {
        property(out, "count", "integer", "Rows.");
        for (const auto* word : {"sum", "avg", "min", "max"}) property(out, word, "object", "By field.");
      });
      flag(out, "additionalProperties", true);
    });
  };
  context.components().refer(json, Section::schemas, context.free_name("AggregateAnswer"), [&group](JsonWriter& out) {
    object(out, [&] {
      out.member("type", "object");
      object(out, "properties", [&] {
        object(out, "data", [&] {
          array(out, "oneOf", [&] {
            group(out);
            object(out, [&] {
              out.member("type", "array");
              out.key("items");
              group(out);
            });
          });
        });
        object(out, "meta", [&] {
          out.member("type", "object");
          object(out, "properties", [&] {
            timestamp(out);
            property(out, "limit", "integer", "Groups at most.");
            property(out, "more", "boolean", "Whether there are more groups.");
          });
          strings(out, "required", {"timestamp"});
        });
      });
      strings(out, "required", {"data", "meta"});
    });
  });
}

void refer_to_list_answer(JsonWriter& json, Context& context, const schema::Resource& resource) {
  const auto rows = [&context, &resource](JsonWriter& out) {
    object(out, [&] {
      out.member("type", "array");
      out.key("items");
      refer_to_row(out, context, resource);
    });
  };
  context.components().refer(json, Section::schemas, context.free_name(resource.name + "ListAnswer"),
                             [&context, rows](JsonWriter& out) {
                               envelope(out, [&] { rows(out); }, [&] { refer_to_list_meta(out, context); });
                             });
}

void refer_to_create_answer(JsonWriter& json, Context& context, const schema::Resource& resource) {
  const auto one_or_many = [&context, &resource](JsonWriter& out) {
    object(out, [&] {
      array(out, "anyOf", [&] {
        refer_to_row(out, context, resource);
        object(out, [&] {
          out.member("type", "array");
          out.key("items");
          refer_to_row(out, context, resource);
        });
      });
    });
  };
  context.components().refer(json, Section::schemas, context.free_name(resource.name + "CreateAnswer"),
                             [&context, one_or_many](JsonWriter& out) {
                               envelope(out, [&] { one_or_many(out); }, [&] { refer_to_meta(out, context); });
                             });
}

void refer_to_batch_answer(JsonWriter& json, Context& context, void (*result)(JsonWriter&)) {
  const auto results = [&context, result](JsonWriter& out) {
    object(out, [&] {
      out.member("type", "array");
      out.key("items");
      context.components().refer(out, Section::schemas, context.free_name("BatchResult"), result);
    });
  };
  context.components().refer(json, Section::schemas, context.free_name("BatchAnswer"),
                             [&context, results](JsonWriter& out) {
                               envelope(out, [&] { results(out); }, [&] { refer_to_meta(out, context); });
                             });
}

void refer_to_sign_in_answer(JsonWriter& json, Context& context) {
  const auto tokens = [&context](JsonWriter& out) {
    object(out, [&] {
      out.member("type", "object");
      object(out, "properties", [&] {
        property(out, "accessToken", "string", "For `Authorization: Bearer`.");
        object(out, "tokenType", [&] {
          out.member("type", "string");
          out.member("const", "Bearer");
        });
        property(out, "expiresIn", "integer", "Seconds for which the access token is good.");
        property(out, "refreshToken", "string", "For new tokens, once.");
        out.key("user");
        refer_to_row(out, context, *context.model().account->resource);
      });
      strings(out, "required", {"accessToken", "tokenType", "expiresIn", "refreshToken", "user"});
    });
  };
  context.components().refer(json, Section::schemas, context.free_name("SignInAnswer"),
                             [&context, tokens](JsonWriter& out) {
                               envelope(out, [&] { tokens(out); }, [&] { refer_to_meta(out, context); });
                             });
}

void refer_to_error(JsonWriter& json, Context& context, ErrorCode code, const std::string& name) {
  context.components().refer(json, Section::schemas, context.free_name(name),
                             [&context, code](JsonWriter& out) { write_error_schema(out, context, code); });
}

void refer_to_problem(JsonWriter& json, Context& context) {
  context.components().refer(json, Section::schemas, context.free_name("Problem"),
                             [&context](JsonWriter& out) { write_problem_schema(out, context); });
}

std::string error_example(ErrorCode code) {
  const auto& info = base::error_info(code);
  std::string text;
  JsonWriter json(text);
  object(json, [&] {
    object(json, "error", [&] {
      json.member("code", info.name);
      json.member("message", info.phrase);
    });
    object(json, "meta", [&] {
      json.member("timestamp", example_time);
      json.member("requestId", example_request);
    });
  });
  return text;
}

std::string problem_example(ErrorCode code) {
  const auto& info = base::error_info(code);
  std::string text;
  JsonWriter json(text);
  object(json, [&] {
    json.member("type", "about:blank");
    json.member("title", http::reason_phrase(info.http_status));
    json.member("status", std::int64_t{info.http_status});
    json.member("detail", info.phrase);
    json.member("code", info.name);
    json.member("timestamp", example_time);
    json.member("requestId", example_request);
  });
  return text;
}

}  // namespace tenon::api::openapi
