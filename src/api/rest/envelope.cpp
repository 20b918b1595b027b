#include "api/rest/envelope.hpp"

#include "base/json_writer.hpp"
#include "base/time.hpp"

namespace tenon::api::rest {
namespace {

void begin_meta(base::JsonWriter& json) {
  json.out() += ",\"meta\":";
  json.begin_object();
  json.member("timestamp", base::format_date_time_seconds(base::now_micros()));
}

void end_meta(base::JsonWriter& json, const std::vector<std::string>& masked) {
  if (!masked.empty()) {
    json.key("masked");
    json.begin_array();
    for (const std::string& path : masked) json.string(path);
    json.end_array();
  }
  json.end_object();
  json.out() += '}';
}

void cursor(base::JsonWriter& json, std::string_view name, const std::optional<std::string>& text) {
  json.key(name);
  if (text)
    json.string(*text);
  else
    json.null();
}

}  // namespace

void end_envelope(std::string& out, const std::vector<std::string>& masked) {
  base::JsonWriter json(out);
  begin_meta(json);
  end_meta(json, masked);
}

void end_list_envelope(std::string& out, const Page& page, const query::ReadAnswer& answer) {
  base::JsonWriter json(out);
  begin_meta(json);
  if (page.by_number) {
    const std::int64_t total = answer.total.value_or(0);
    json.member("page", page.number);
    json.member("perPage", page.size);
    json.member("total", total);
    json.member("totalPages", (total + page.size - 1) / page.size);
  } else {
    json.member("limit", page.size);
    cursor(json, "nextCursor", answer.next_cursor);
    if (page.continued) cursor(json, "prevCursor", answer.previous_cursor);
  }
  end_meta(json, answer.masked);
}

void end_aggregate_envelope(std::string& out, std::int64_t limit, bool more) {
  base::JsonWriter json(out);
  begin_meta(json);
  json.member("limit", limit);
  json.key("more");
  json.boolean(more);
  end_meta(json, {});
}

}  // namespace tenon::api::rest
