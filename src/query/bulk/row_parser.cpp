#include "query/bulk/row_parser.hpp"

#include "base/did_you_mean.hpp"
#include "base/utf8.hpp"
#include "query/bulk/csv.hpp"
#include "query/bulk/csv_value.hpp"
#include "schema/input.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace tenon::query::bulk {
namespace {

using schema::Field;
using schema::FieldKind;
using Faults = std::vector<base::ErrorDetail>;

constexpr std::size_t shown_name = 64;

const base::JsonLimits json_limits{
    .max_bytes = limits::max_record_bytes, .max_depth = 32, .max_values = limits::max_json_values};

bool importable(const Field& field) {
  return field.kind != FieldKind::to_many;
}

void read_links(const Field& field, const base::Json& json, RowInput& row, Faults& faults) {
  const auto* ids = json.array();
  if (!ids) {
    faults.push_back({field.name, "type", "must be a list of ids, not " + std::string(json.kind_name())});
    return;
  }
  LinkValues links;
  links.field = &field;
  for (std::size_t i = 0; i < ids->size(); ++i) {
    auto id = schema::check_input(*field.target->id, (*ids)[i]);
    if (id) {
      links.ids.push_back(std::move(*id));
      continue;
    }
    auto fault = std::move(id).error();
    fault.field = field.name + "." + std::to_string(i);
    faults.push_back(std::move(fault));
  }
  row.links.push_back(std::move(links));
}

void read_member(const Field& field, const base::Json& json, RowInput& row, Faults& faults) {
  if (field.kind == FieldKind::many_to_many) return read_links(field, json, row, faults);
  auto value = schema::check_input(field, json);
  if (value)
    row.values.push_back({&field, std::move(*value)});
  else
    faults.push_back(std::move(value).error());
}

/// What the server makes where the file does not say.
bool has_value_of_its_own(const Field& field) {
  return field.system || field.default_value.has_value();
}

}  // namespace

const Field* RowParser::find(std::string_view name, Faults& faults) const {
  const auto* field = resource_.find_field(name);
  if (field && importable(*field)) return field;
  const std::string shown(name.substr(0, shown_name));
  if (field) {
    faults.push_back({shown, "unknown", "holds rows of their own: import them as " + field->target->name});
    return nullptr;
  }
  std::vector<std::string_view> known;
  for (const auto& each : resource_.fields)
    if (importable(*each)) known.push_back(each->name);
  faults.push_back({shown, "unknown", "is no field of " + resource_.name + "." + base::did_you_mean(shown, known)});
  return nullptr;
}

void RowParser::read_header(std::string_view record, Faults& faults) {
  const auto before = faults.size();
  if (!base::is_utf8(record)) {
    faults.push_back({"", "format", "the header is not valid UTF-8"});
    return;
  }
  const auto cells = parse_csv_record(record);
  if (!cells) {
    faults.push_back({"", "format", "the header cannot be read: " + cells.error()});
    return;
  }
  for (const auto& cell : *cells) {
    const auto* field = find(cell.text, faults);
    if (field && std::ranges::find(columns_, field) != columns_.end())
      faults.push_back({field->name, "duplicate", "stands twice in the header"});
    columns_.push_back(field);
  }
  for (const auto& field : resource_.fields)
    if (field->stored() && field->required && !has_value_of_its_own(*field) &&
        std::ranges::find(columns_, field.get()) == columns_.end())
      faults.push_back({field->name, "required", "is required, and not in the header"});
  if (faults.size() > before) columns_.clear();
}

bool RowParser::is_blank(std::string_view record) const {
  // With one column an empty line is a row with nothing in it.
  if (format_ == Format::csv && columns_.size() == 1) return false;
  const auto blank = format_ == Format::csv ? std::string_view("\r\n") : std::string_view(" \t\r\n");
  return record.find_first_not_of(blank) == std::string_view::npos;
}

RowInput RowParser::parse(std::string_view record, Faults& faults) const {
  if (!base::is_utf8(record)) {
    faults.push_back({"", "format", "the line is not valid UTF-8"});
    return {};
  }
  if (format_ == Format::ndjson) {
    const auto json = base::parse_json(record, json_limits);
    if (!json) {
      faults.push_back({"", "format", std::string(json.error().text())});
      return {};
    }
    if (const auto* members = json->object()) return parse_object(*members, faults);
    faults.push_back({"", "type", "must be an object, not " + std::string(json->kind_name())});
    return {};
  }
  const auto cells = parse_csv_record(record);
  if (!cells) {
    faults.push_back({"", "format", cells.error()});
    return {};
  }
  if (cells->size() != columns_.size()) {
    faults.push_back(
        {"", "format",
         "has " + std::to_string(cells->size()) + " values where the header has " + std::to_string(columns_.size())});
    return {};
  }
  RowInput row;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto json = json_of_cell(*columns_[i], (*cells)[i], json_limits);
    if (json)
      read_member(*columns_[i], *json, row, faults);
    else
      faults.push_back({columns_[i]->name, "type", json.error()});
  }
  return row;
}

RowInput RowParser::parse_object(const base::Json::Object& members, Faults& faults) const {
  RowInput row;
  for (const auto& [name, json] : members)
    if (const auto* field = find(name, faults)) read_member(*field, json, row, faults);
  using Member = base::Json::Object::value_type;
  for (const auto& field : resource_.fields)
    if (field->stored() && field->required && !has_value_of_its_own(*field) &&
        std::ranges::find(members, field->name, &Member::first) == members.end())
      faults.push_back({field->name, "required", "is required"});
  return row;
}

}  // namespace tenon::query::bulk
