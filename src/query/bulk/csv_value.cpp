#include "query/bulk/csv_value.hpp"

namespace tenon::query::bulk {
namespace {

using base::Json;

Json json_of(Json::Storage storage) {
  return Json(std::move(storage));
}

/// A number as JSON has it, or the text as it is, for check_input to refuse by type.
Json number_or_text(const std::string& text) {
  auto number = base::parse_json(text);
  if (number && number->number() && number->number()->text == text) return std::move(*number);
  return json_of(text);
}

}  // namespace

std::expected<Json, std::string> json_of_cell(const schema::Field& field, const CsvCell& cell,
                                              const base::JsonLimits& limits) {
  if (cell.text.empty() && !cell.quoted) return Json();
  const bool scalar = field.kind == schema::FieldKind::scalar && !field.list;
  if (field.list || field.kind == schema::FieldKind::many_to_many || (scalar && field.scalar == schema::Scalar::json)) {
    auto json = base::parse_json(cell.text, limits);
    if (!json) return std::unexpected("must be JSON text: " + std::string(json.error().text()));
    return std::move(*json);
  }
  if (!scalar) return json_of(cell.text);
  switch (field.scalar) {
    case schema::Scalar::boolean:
      if (cell.text == "true") return json_of(true);
      if (cell.text == "false") return json_of(false);
      return json_of(cell.text);
    case schema::Scalar::int32:
    case schema::Scalar::floating: return number_or_text(cell.text);
    case schema::Scalar::id:
    case schema::Scalar::string:
    case schema::Scalar::big_int:
    case schema::Scalar::decimal:
    case schema::Scalar::date_time:
    case schema::Scalar::date:
    case schema::Scalar::time:
    case schema::Scalar::uuid:
    case schema::Scalar::email:
    case schema::Scalar::url:
    case schema::Scalar::json:
    case schema::Scalar::bytes: break;
  }
  return json_of(cell.text);
}

void append_csv_value(std::string& out, std::string_view json, sql::JsonKind kind) {
  const bool text = kind != sql::JsonKind::json && json.starts_with('"');
  if (!text) return append_csv_text(out, json);
  const auto inside = json.substr(1, json.size() - 2);
  if (inside.find('\\') == std::string_view::npos) return append_csv_text(out, inside);
  const auto value = base::parse_json(json, {.max_bytes = json.size()});
  append_csv_text(out, value && value->string() ? *value->string() : std::string(json));
}

}  // namespace tenon::query::bulk
