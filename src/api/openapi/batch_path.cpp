#include "api/openapi/envelopes.hpp"
#include "api/openapi/json_parts.hpp"
#include "api/openapi/parameters.hpp"
#include "api/openapi/paths.hpp"
#include "api/openapi/responses.hpp"
#include "api/rest/parse/batch_body.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tenon::api::openapi {
namespace {

using base::ErrorCode;
using base::JsonWriter;

constexpr std::array own_errors{ErrorCode::forbidden,         ErrorCode::not_found,
                                ErrorCode::conflict,          ErrorCode::precondition_failed,
                                ErrorCode::payload_too_large, ErrorCode::unsupported_media_type,
                                ErrorCode::validation};

constexpr std::string_view description =
    "Writes in one transaction, one after the other: each as the request of its own that it stands for, with the same "
    "rules and the same checks. Any failure undoes all, and `details` name the operation: "
    "`operations.2.body.title`.\n\n"
    "An operation's `id` names its row for those after it: `{\"$ref\": \"ann\"}` in a body, where the id of a related "
    "row may stand, and `{ann}` as a segment of a path.";

void text_member(JsonWriter& json, std::string_view name, std::string_view about) {
  object(json, name, [&] {
    json.member("type", "string");
    json.member("description", about);
  });
}

void write_operation_schema(JsonWriter& json, const Context& context) {
  const auto& base_path = context.options().base_path;
  object(json, [&] {
    json.member("type", "object");
    flag(json, "additionalProperties", false);
    object(json, "properties", [&] {
      object(json, "method", [&] {
        json.member("type", "string");
        strings(json, "enum", {"POST", "PUT", "PATCH", "DELETE"});
      });
      object(json, "path", [&] {
        json.member("type", "string");
        json.member("pattern", "^" + base_path + "/");
        json.member("description", "Of the request that it stands for, with its query.");
        array(json, "examples", [&] { json.string(base_path + "/rows?fields=id"); });
      });
      object(json, "body", [&] { json.member("description", "Of that request; not for DELETE and links."); });
      text_member(json, "ifMatch", "As `If-Match`: 412 for all of the batch if the row has none of these versions.");
      object(json, "id", [&] {
        json.member("type", "string");
        json.member("pattern", fmt::format("^[A-Za-z0-9_-]{{1,{}}}$", rest::max_batch_name));
        json.member("description", "What later operations call the row that this one writes.");
      });
    });
    strings(json, "required", {"method", "path"});
  });
}

void refer_to_request(JsonWriter& json, Context& context) {
  context.components().refer(json, Section::schemas, context.free_name("BatchRequest"), [&context](JsonWriter& out) {
    object(out, [&] {
      out.member("type", "object");
      flag(out, "additionalProperties", false);
      object(out, "properties", [&] {
        object(out, "operations", [&] {
          out.member("type", "array");
          out.member("minItems", std::int64_t{1});
          out.member("maxItems", static_cast<std::int64_t>(rest::max_batch_operations));
          out.key("items");
          context.components().refer(out, Section::schemas, context.free_name("BatchOperation"),
                                     [&context](JsonWriter& part) { write_operation_schema(part, context); });
        });
      });
      strings(out, "required", {"operations"});
    });
  });
}

void write_result_schema(JsonWriter& json) {
  object(json, [&] {
    json.member("type", "object");
    object(json, "properties", [&] {
      object(json, "status", [&] {
        json.member("type", "integer");
        json.member("description", "What the request of its own would have been answered with: 200, 201 or 204.");
      });
      text_member(json, "location", "Where a new row is.");
      text_member(json, "etag", "The version of the row.");
      object(json, "data", [&] { json.member("description", "The row, or the rows where an array was sent."); });
    });
    strings(json, "required", {"status"});
  });
}

}  // namespace

void write_batch_path(JsonWriter& json, Context& context) {
  bool writes = false;
  bool open = false;
  for (const auto& endpoint : rest::endpoints(context.model())) {
    if (!rest::is_write(endpoint.kind) || !context.has(endpoint)) continue;
    writes = true;
    open = open || rest::is_open(endpoint, context.model(), {});
  }
  if (!writes) return;
  object(json, context.options().base_path + std::string(rest::batch_path), [&] {
    object(json, "post", [&] {
      json.member("operationId", "batch");
      json.member("summary", "Write several things at once");
      json.member("description", description);
      strings(json, "tags", {batch_tag});
      write_security(json, context, open ? Credentials::optional : Credentials::required);
      array(json, "parameters", [&] { write_idempotency_key(json); });
      object(json, "requestBody", [&] {
        flag(json, "required", true);
        object(json, "content", [&] {
          object(json, "application/json", [&] {
            json.key("schema");
            refer_to_request(json, context);
          });
        });
      });
      object(json, "responses", [&] {
        object(json, "200", [&] {
          json.member("description", "What came of each, in their order");
          write_headers(json, context,
                        {AnswerHeader::request_id, AnswerHeader::replayed, AnswerHeader::cost,
                         AnswerHeader::rate_limit_policy, AnswerHeader::rate_limit});
          object(json, "content", [&] {
            object(json, "application/json", [&] {
              json.key("schema");
              refer_to_batch_answer(json, context, write_result_schema);
            });
          });
        });
        const auto common = rest::common_errors();
        std::vector<ErrorCode> errors(common.begin(), common.end());
        errors.insert(errors.end(), own_errors.begin(), own_errors.end());
        write_errors(json, context, errors);
      });
    });
  });
}

}  // namespace tenon::api::openapi
