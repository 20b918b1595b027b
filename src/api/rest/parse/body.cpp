#include "api/rest/parse/body.hpp"

#include "access/access.hpp"
#include "api/rest/parse/faults.hpp"
#include "api/rest/parse/field_input.hpp"
#include "base/did_you_mean.hpp"
#include "schema/input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace tenon::api::rest {
namespace {

using schema::Field;
using Member = base::Json::Object::value_type;

constexpr std::string_view reference_name = "$ref";

std::string wrong_kind(const base::Json& json) {
  return fmt::format("must be an object, not {}", json.kind_name());
}

enum class Nesting : std::uint8_t { none, allowed };

/// What all rows of one body share.
struct Body {
  BodyUse use = BodyUse::create;
  Nesting nesting = Nesting::none;
  const FindReference& find_reference;
  Faults& faults;
  std::size_t rows = 0;  ///< so far
};

/// Reads one object. Faults are filed under `prefix` + field: "title", or "3.title" in an array.
class RowParser {
 public:
  RowParser(const schema::Resource& resource, const Field* set_by_path, std::string prefix, Body& body,
            std::size_t depth = 0)
      : resource_(resource),
        use_(body.use),
        set_by_path_(set_by_path),
        prefix_(std::move(prefix)),
        body_(body),
        faults_(body.faults),
        depth_(depth) {}

  query::RowInput run(const base::Json::Object& members) {
    query::RowInput row;
    if (++body_.rows > query::limits::max_rows_in) {
      // Once is enough.
      if (body_.rows == query::limits::max_rows_in + 1)
        faults_.add("", "limit", fmt::format("At most {} rows in one body", query::limits::max_rows_in));
      return row;
    }
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
        if (nests(*field)) return children(*field, json, row);
        return fault(*field, "read_only",
                     fmt::format("holds rows of their own: write them at /{}/{{id}}/{}", resource_.path, field->name));
      case FieldInput::optional:
      case FieldInput::required: break;
    }
    if (field->kind == schema::FieldKind::many_to_many) return links(*field, json, row);
    if (field->kind == schema::FieldKind::to_one && json.object()) {
      if (is_reference(json)) {
        if (auto id = reference(*field, json, field->name)) row.values.push_back({field, std::move(*id)});
        return;
      }
      if (nests(*field)) return parent(*field, *json.object(), row);
    }
    auto value = schema::check_input(*field, json);
    if (!value) return fault(std::move(value).error());
    row.values.push_back({field, std::move(*value)});
  }

  bool nests(const Field& field) const {
    return body_.nesting == Nesting::allowed && use_ == BodyUse::create && takes_nested(field);
  }

  /// Whether one more level is there to go down.
  bool deeper(const Field& field) {
    if (depth_ < query::limits::max_nested_in) return true;
    fault(field, "limit",
          fmt::format("is nested too deep: at most {} relations below each other", query::limits::max_nested_in));
    return false;
  }

  query::RowInput nested_row(const Field& field, const base::Json::Object& members, const std::string& place) {
    const Field* set = field.kind == schema::FieldKind::to_many ? field.inverse : nullptr;
    return RowParser(*field.target, set, prefix_ + place + '.', body_, depth_ + 1).run(members);
  }

  void parent(const Field& field, const base::Json::Object& members, query::RowInput& row) {
    if (!deeper(field)) return;
    query::NestedRows nested;
    nested.field = &field;
    nested.rows.push_back(nested_row(field, members, field.name));
    row.nested.push_back(std::move(nested));
  }

  void children(const Field& field, const base::Json& json, query::RowInput& row) {
    const base::Json::Array* array = json.array();
    if (!array) return fault(field, "type", fmt::format("must be a list of objects, not {}", json.kind_name()));
    if (!deeper(field)) return;
    query::NestedRows nested;
    nested.field = &field;
    for (std::size_t i = 0; i < array->size() && !faults_.full(); ++i) {
      const std::string place = fmt::format("{}.{}", field.name, i);
      if (const auto* members = (*array)[i].object())
        nested.rows.push_back(nested_row(field, *members, place));
      else
        faults_.add(prefix_ + place, "type", wrong_kind((*array)[i]));
    }
    row.nested.push_back(std::move(nested));
  }

  static bool is_reference(const base::Json& json) { return json.find(reference_name) != nullptr; }

  /// The id of the row that is named; a fault under `place` and nothing where there is none.
  std::optional<base::Value> reference(const Field& field, const base::Json& json, const std::string& place) {
    const auto refuse = [&](std::string message) {
      faults_.add(prefix_ + place, "reference", std::move(message));
      return std::nullopt;
    };
    const auto* name = json.find(reference_name)->string();
    if (!name || json.object()->size() != 1) return refuse("must be {\"$ref\": \"name of an operation\"}");
    if (!body_.find_reference) return refuse("$ref has a meaning in a batch only");
    auto found = body_.find_reference(*name);
    if (!found) return refuse(std::string(found.error().text()));
    if (found->resource != field.target)
      return refuse(fmt::format("names a row of {}, not of {}", found->resource->path, field.target->path));
    return std::move(found->id);
  }

  /// An element of a list of links: an id, a reference, or a row to create. Null: the row will get one.
  void link(const Field& field, const base::Json& json, query::LinkValues& values, query::NestedRows& nested) {
    const std::string place = fmt::format("{}.{}", field.name, values.ids.size());
    values.ids.emplace_back();
    if (is_reference(json)) {
      if (auto id = reference(field, json, place)) values.ids.back() = std::move(*id);
      return;
    }
    if (json.object() && nests(field)) {
      if (!deeper(field)) return;
      nested.at.push_back(values.ids.size() - 1);
      nested.rows.push_back(nested_row(field, *json.object(), place));
      return;
    }
    auto id = schema::check_input(*field.target->id, json);
    if (id) {
      values.ids.back() = std::move(*id);
      return;
    }
    base::ErrorDetail detail = std::move(id).error();
    detail.field = prefix_ + place;
    faults_.add(std::move(detail));
  }

  void links(const Field& field, const base::Json& json, query::RowInput& row) {
    const base::Json::Array* array = json.array();
    if (!array) return fault(field, "type", fmt::format("must be a list of ids, not {}", json.kind_name()));
    if (array->size() > query::limits::max_links_in)
      return fault(field, "limit", fmt::format("At most {} ids", query::limits::max_links_in));
    query::LinkValues values;
    values.field = &field;
    query::NestedRows nested;
    nested.field = &field;
    for (const auto& each : *array) {
      if (faults_.full()) return;
      link(field, each, values, nested);
    }
    row.links.push_back(std::move(values));
    if (!nested.rows.empty()) row.nested.push_back(std::move(nested));
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
  Body& body_;
  Faults& faults_;
  std::size_t depth_;
};

}  // namespace

bool takes_nested(const Field& field) {
  switch (field.kind) {
    case schema::FieldKind::to_one:
    case schema::FieldKind::to_many:
    case schema::FieldKind::many_to_many: return access::operation_exists(*field.target, schema::Operation::create);
    case schema::FieldKind::scalar:
    case schema::FieldKind::enumeration: break;
  }
  return false;
}

base::Result<BodyRows> parse_rows(const schema::Resource& resource, const Field* parent, const base::Json& body,
                                  const FindReference& find_reference) {
  const Field* set_by_path = parent ? parent->inverse : nullptr;
  BodyRows result;
  Faults faults;
  Body shared{BodyUse::create, Nesting::allowed, find_reference, faults};
  if (const auto* object = body.object()) {
    result.rows.push_back(RowParser(resource, set_by_path, "", shared).run(*object));
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
        result.rows.push_back(RowParser(resource, set_by_path, index + ".", shared).run(*row));
      else
        faults.add(index, "type", wrong_kind((*array)[i]));
    }
  } else {
    faults.add("", "type", fmt::format("The body must be an object or an array, not {}", body.kind_name()));
  }
  if (!faults.empty()) return base::unexpected(std::move(faults).validation());
  return result;
}

base::Result<query::RowInput> parse_row(const schema::Resource& resource, BodyUse use, const base::Json& body,
                                        const FindReference& find_reference) {
  Faults faults;
  Body shared{use, Nesting::none, find_reference, faults};
  query::RowInput row;
  if (const auto* object = body.object())
    row = RowParser(resource, nullptr, "", shared).run(*object);
  else
    faults.add("", "type", "The body " + wrong_kind(body));
  if (!faults.empty()) return base::unexpected(std::move(faults).validation());
  return row;
}

}  // namespace tenon::api::rest
