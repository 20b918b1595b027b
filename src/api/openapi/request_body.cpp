#include "api/openapi/request_body.hpp"

#include "api/openapi/json_parts.hpp"
#include "api/openapi/row_schema.hpp"
#include "api/rest/media_types.hpp"
#include "query/operation.hpp"

namespace tenon::api::openapi {
namespace {

using base::JsonWriter;
using rest::BodyUse;

/// One object, or where rows are made an array of them.
void write_schema(JsonWriter& json, Context& context, const schema::Resource& rows, BodyUse use,
                  const schema::Field* set_by_path) {
  if (use != BodyUse::create) return refer_to_input(json, context, rows, use, set_by_path);
  object(json, [&] {
    array(json, "anyOf", [&] {
      refer_to_input(json, context, rows, use, set_by_path);
      object(json, [&] {
        json.member("type", "array");
        json.member("minItems", std::int64_t{1});
        json.member("maxItems", static_cast<std::int64_t>(query::limits::max_rows_in));
        json.key("items");
        refer_to_input(json, context, rows, use, set_by_path);
      });
    });
  });
}

}  // namespace

void write_request_body(JsonWriter& json, Context& context, const rest::Endpoint& endpoint) {
  const auto& traits = rest::traits(endpoint.kind);
  if (!traits.body) return;
  const schema::Field* set_by_path = endpoint.relation ? endpoint.relation->inverse : nullptr;
  const auto& rows = endpoint.rows();
  object(json, "requestBody", [&] {
    flag(json, "required", true);
    object(json, "content", [&] {
      for (const auto type : rest::body_types(*traits.body)) {
        object(json, type, [&] {
          json.key("schema");
          write_schema(json, context, rows, *traits.body, set_by_path);
          if (const auto example = input_example(context, rows, *traits.body, set_by_path, {})) {
            json.key("example");
            json.raw(*example);
          }
        });
      }
    });
  });
}

}  // namespace tenon::api::openapi
