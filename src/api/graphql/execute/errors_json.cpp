#include "api/graphql/execute/errors_json.hpp"

#include "base/error.hpp"

#include <string_view>

namespace tenon::api::graphql {
namespace {

void write_path(base::JsonWriter& json, const std::vector<PathStep>& path) {
  json.begin_array();
  for (const auto& step : path) {
    if (const auto* name = std::get_if<std::string>(&step))
      json.string(*name);
    else
      json.integer(static_cast<std::int64_t>(std::get<std::size_t>(step)));
  }
  json.end_array();
}

}  // namespace

void write_errors(base::JsonWriter& json, const Errors& errors) {
  const std::string_view bad_request = base::error_info(base::ErrorCode::bad_request).name;
  json.begin_array();
  for (const auto& error : errors) {
    json.begin_object();
    json.member("message", error.message);
    if (!error.locations.empty()) {
      json.key("locations");
      json.begin_array();
      for (const auto& place : error.locations) {
        json.begin_object();
        json.member("line", static_cast<std::int64_t>(place.line));
        json.member("column", static_cast<std::int64_t>(place.column));
        json.end_object();
      }
      json.end_array();
    }
    if (!error.path.empty()) {
      json.key("path");
      write_path(json, error.path);
    }
    json.key("extensions");
    json.begin_object();
    json.member("code", error.code.empty() ? bad_request : error.code);
    for (const auto& [name, figure] : error.figures) json.member(name, figure);
    json.end_object();
    json.end_object();
  }
  json.end_array();
}

std::string errors_only(const Errors& errors) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object();
  json.key("errors");
  write_errors(json, errors);
  json.end_object();
  return out;
}

}  // namespace tenon::api::graphql
