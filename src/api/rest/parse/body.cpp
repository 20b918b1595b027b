#include "api/rest/parse/body.hpp"

#include "api/rest/parse/faults.hpp"
#include "api/rest/parse/field_input.hpp"
#include "base/did_you_mean.hpp"
#include "schema/input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace tenon::api::rest {
namespace {

using schema::Field;
using Member = base::Json::Object::value_type;

/// Reads one object. Faults are filed under `prefix` + field: "title", or "3.title" in an array.
class RowParser {
 public:
  RowParser(const schema::Resource& resource, BodyUse use, const Field* set_by_path, std::string prefix, Faults& faults)
      : resource_(resource), use_(use), set_by_path_(set_by_path), prefix_(std::move(prefix)), faults_(faults) {}

  query::RowInput run(const base::Json::Object& members) {
    query::RowInput row;
    for (const auto& [name, json] : members) {
      if (faults_.full()) return row;
      member(name, json, row);
    }
    if (use_ != BodyUse::merge) require(members);
    return row;
  }

 private:
  void member(const std::string& name, const base::Json& json, query::RowInput& row) {
    const Field* field = resource_.find_field(name);
    if (!field) return unknown(name);
    switch (field_input(*field, use_, set_by_path_)) {
      case FieldInput::by_path: return fault(*field, "read_only", "is set by the path of the request");
      case FieldInput::by_server: return fault(*field, "read_only", "is set by the server");
      case FieldInput::unchanged: return fault(*field, "immutable", "cannot change once the row exists");
      case FieldInput::own_rows:
        return fault(*field, "read_only",
                     fmt::format("holds rows of their own: write them at /{}/{{id}}/{}", resource_.path, field->name));
      case FieldInput::optional:
      case FieldInput::required: break;
    }
    if (field->kind == schema::FieldKind::many_to_many) return links(*field, json, row);
    auto value = schema::check_input(*field, json);
    if (!value) return fault(std::move(value).error());
    row.values.push_back({field, std::move(*value)});
  }

  void links(const Field& field, const base::Json& json, query::RowInput& row) {
    const base::Json::Array* ids = json.array();
    if (!ids) return fault(field, "type", fmt::format("must be a list of ids, not {}", json.kind_name()));
    if (ids->size() > query::limits::max_links_in)
      return fault(field, "limit", fmt::format("At most {} ids", query::limits::max_links_in));
    query::LinkValues values;
    values.field = &field;
    for (std::size_t i = 0; i < ids->size(); ++i) {
      auto id = schema::check_input(*field.target->id, (*ids)[i]);
      if (id) {
        values.ids.push_back(std::move(*id));
        continue;
      }
      if (faults_.full()) return;
      base::ErrorDetail detail = std::move(id).error();
      detail.field = fmt::format("{}{}.{}", prefix_, field.name, i);
      faults_.add(std::move(detail));
    }
    row.links.push_back(std::move(values));
  }

  void require(const base::Json::Object& members) {
    for (const auto& field : resource_.fields)
      if (field_input(*field, use_, set_by_path_) == FieldInput::required &&
          std::ranges::find(members, field->name, &Member::first) == members.end())
        fault(*field, "required", "is required");
  }

  void unknown(const std::string& name) {
    std::vector<std::string_view> known;
    for (const auto& field : resource_.fields)
      if (!field->system && !field->owner && !field->read_only) known.push_back(field->name);
    const std::string shown = name.substr(0, 64);
    faults_.add(prefix_ + shown, "unknown",
                fmt::format("is no field of {}.{}", resource_.path, base::did_you_mean(shown, known)));
  }

  void fault(const Field& field, std::string_view code, std::string message) {
    faults_.add(prefix_ + field.name, code, std::move(message));
  }
  void fault(base::ErrorDetail detail) {
    detail.field.insert(0, prefix_);
    faults_.add(std::move(detail));
  }

  const schema::Resource& resource_;
  BodyUse use_;
  const Field* set_by_path_;
  std::string prefix_;
  Faults& faults_;
};

std::string wrong_kind(const base::Json& json) {
  return fmt::format("must be an object, not {}", json.kind_name());
}

}  // namespace

base::Result<BodyRows> parse_rows(const schema::Resource& resource, const Field* parent, const base::Json& body) {
  const Field* set_by_path = parent ? parent->inverse : nullptr;
  BodyRows result;
  Faults faults;
  if (const auto* object = body.object()) {
    result.rows.push_back(RowParser(resource, BodyUse::create, set_by_path, "", faults).run(*object));
  } else if (const auto* array = body.array()) {
    result.many = true;
    if (array->empty()) faults.add("", "required", "An array needs at least one object");
    if (array->size() > query::limits::max_rows_in) {
      faults.add("", "limit", fmt::format("At most {} objects in one array", query::limits::max_rows_in));
      return base::unexpected(std::move(faults).validation());
    }
    for (std::size_t i = 0; i < array->size() && !faults.full(); ++i) {
      const std::string index = fmt::format("{}", i);
      if (const auto* row = (*array)[i].object())
        result.rows.push_back(RowParser(resource, BodyUse::create, set_by_path, index + ".", faults).run(*row));
      else
        faults.add(index, "type", wrong_kind((*array)[i]));
    }
  } else {
    faults.add("", "type", fmt::format("The body must be an object or an array, not {}", body.kind_name()));
  }
  if (!faults.empty()) return base::unexpected(std::move(faults).validation());
  return result;
}

base::Result<query::RowInput> parse_row(const schema::Resource& resource, BodyUse use, const base::Json& body) {
  Faults faults;
  query::RowInput row;
  if (const auto* object = body.object())
    row = RowParser(resource, use, nullptr, "", faults).run(*object);
  else
    faults.add("", "type", "The body " + wrong_kind(body));
  if (!faults.empty()) return base::unexpected(std::move(faults).validation());
  return row;
}

}  // namespace tenon::api::rest
