#include "api/openapi/row_schema.hpp"

#include "api/openapi/example.hpp"
#include "api/openapi/field_schema.hpp"
#include "api/openapi/json_parts.hpp"
#include "api/rest/parse/field_input.hpp"
#include "query/operation.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::api::openapi {
namespace {

using base::JsonWriter;
using rest::BodyUse;
using schema::Field;
using schema::Operation;
using schema::Resource;

bool is_readable(const Context& context, const Resource& resource) {
  for (const auto& caller : context.callers())
    if (caller.find(resource.name)->of(Operation::read).extent != access::Extent::nothing) return true;
  return false;
}

/// A to-one is its key, or the row where it is included, or null where there is none to be seen.
void write_relation(JsonWriter& json, Context& context, const Field& field) {
  object(json, [&] {
    array(json, "anyOf", [&] {
      write_value(json, context, field, Place::answer);
      if (is_readable(context, *field.target)) refer_to_row(json, context, *field.target);
      object(json, [&] { json.member("type", "null"); });
    });
    std::string text = field_description(field, Place::answer);
    if (!text.empty()) text += ' ';
    text += fmt::format("The id of the {}, or the {} itself with `include={}`.", field.target->name, field.target->name,
                        field.name);
    json.member("description", text);
    if (field.deprecated) flag(json, "deprecated", true);
    if (field.owner || field.read_only) flag(json, "readOnly", true);
  });
}

void write_list(JsonWriter& json, Context& context, const Field& field) {
  object(json, [&] {
    json.member("type", "array");
    json.key("items");
    refer_to_row(json, context, *field.target);
    std::string text = field_description(field, Place::answer);
    if (!text.empty()) text += ' ';
    json.member("description", text + fmt::format("Only there with `include={}`.", field.name));
    if (field.deprecated) flag(json, "deprecated", true);
    if (field.kind == schema::FieldKind::to_many) flag(json, "readOnly", true);
  });
}

void write_row(JsonWriter& json, Context& context, const Resource& resource) {
  object(json, [&] {
    json.member("type", "object");
    std::string text = resource.description;
    if (!text.empty()) text += "\n\n";
    json.member("description", text + "Every field is there, unless `fields` leaves it out or a rule withholds it.");
    object(json, "properties", [&] {
      for (const auto& field : resource.fields) {
        if (!context.in_answers(*field)) continue;
        json.key(field->name);
        if (field->is_list_relation())
          write_list(json, context, *field);
        else if (field->target)
          write_relation(json, context, *field);
        else
          write_field(json, context, *field, Place::answer);
      }
    });
  });
}

std::string_view suffix(BodyUse use) {
  switch (use) {
    case BodyUse::create: return "Create";
    case BodyUse::replace: return "Replace";
    case BodyUse::merge: return "Update";
  }
  return {};
}

/// The component's name says what is not usual: a body of a nested form has one field less.
std::string input_name(const Context& context, const Resource& resource, std::string_view ending,
                       const Field* set_by_path) {
  std::string name = resource.name + std::string(ending);
  if (set_by_path) {
    std::string of = set_by_path->name;
    of.front() = static_cast<char>(of.front() >= 'a' && of.front() <= 'z' ? of.front() - 'a' + 'A' : of.front());
    name += "Of" + of;
  }
  return context.free_name(std::move(name));
}

/// Whether some of the readers may create rows of the relation along with this one.
bool nests(const Context& context, const Field& field, BodyUse use, const Field* set_by_path, Relations relations) {
  if (relations != Relations::nested_rows || use != BodyUse::create || !rest::takes_nested(field)) return false;
  const auto input = rest::field_input(field, use, set_by_path);
  if (!rest::may_be_sent(input) && input != rest::FieldInput::own_rows) return false;
  return std::ranges::any_of(context.callers(), [&](const access::CallerPermissions& caller) {
    return caller.find(field.target->name)->of(Operation::create).extent != access::Extent::nothing;
  });
}

/// A row inside another one. What may be inside of it in turn is said in words: a document cannot count how deep.
void refer_to_nested(JsonWriter& json, Context& context, const Field& field) {
  const auto* target = field.target;
  const Field* set = field.kind == schema::FieldKind::to_many ? field.inverse : nullptr;
  if (set && !context.in_bodies(*set, BodyUse::create, nullptr)) set = nullptr;
  context.components().refer(
      json, Section::schemas, input_name(context, *target, "Nested", set), [&context, target, set](JsonWriter& out) {
        object(out, [&] {
          out.member("description", fmt::format("A {} that is created with the row around it, by its own rules. Rows "
                                                "of its relations may be in it in the same way, {} deep.",
                                                target->name, query::limits::max_nested_in));
          write_input_members(out, context, *target, BodyUse::create, set, Relations::ids_only, {});
        });
      });
}

/// A field that takes rows: the id of one or the row; ids or rows; rows alone.
void write_nesting(JsonWriter& json, Context& context, const Field& field) {
  const std::string& target = field.target->name;
  std::string text = field_description(field, Place::answer);
  if (!text.empty()) text += ' ';
  const auto either = [&](auto&& id) {
    array(json, "anyOf", [&] {
      id();
      refer_to_nested(json, context, field);
    });
  };
  object(json, [&] {
    switch (field.kind) {
      case schema::FieldKind::to_one:
        either([&] { write_field(json, context, field, Place::body); });
        text += fmt::format("The id of a {}. Or a {} to create with it.", target, target);
        break;
      case schema::FieldKind::many_to_many:
        json.member("type", "array");
        json.member("maxItems", static_cast<std::int64_t>(query::limits::max_links_in));
        object(json, "items", [&] { either([&] { write_value(json, context, *field.target->id, Place::body); }); });
        text += fmt::format("Ids of {} rows, or rows to create: the whole list.", target);
        break;
      case schema::FieldKind::to_many:
        json.member("type", "array");
        json.member("maxItems", static_cast<std::int64_t>(query::limits::max_rows_in) - 1);
        json.key("items");
        refer_to_nested(json, context, field);
        text += fmt::format("{} rows to create with it.", target);
        break;
      case schema::FieldKind::scalar:
      case schema::FieldKind::enumeration: break;
    }
    json.member("description", text);
    if (field.deprecated) flag(json, "deprecated", true);
  });
}

void write_links(JsonWriter& json, Context& context, const Field& field) {
  object(json, [&] {
    json.member("type", "array");
    json.member("maxItems", static_cast<std::int64_t>(query::limits::max_links_in));
    json.key("items");
    write_value(json, context, *field.target->id, Place::body);
    std::string text = field_description(field, Place::answer);
    if (!text.empty()) text += ' ';
    json.member("description", text + fmt::format("Ids of {} rows: the whole list.", field.target->name));
    if (field.deprecated) flag(json, "deprecated", true);
  });
}

}  // namespace

void refer_to_row(JsonWriter& json, Context& context, const Resource& resource) {
  context.components().refer(json, Section::schemas, resource.name,
                             [&](JsonWriter& out) { write_row(out, context, resource); });
}

void write_input_members(JsonWriter& json, Context& context, const Resource& resource, BodyUse use,
                         const Field* set_by_path, Relations relations, const std::vector<FurtherMember>& further) {
  json.member("type", "object");
  flag(json, "additionalProperties", false);
  std::vector<std::string_view> required;
  object(json, "properties", [&] {
    for (const auto& field : resource.fields) {
      const bool nested = nests(context, *field, use, set_by_path, relations);
      const bool rows_alone = nested && field->kind == schema::FieldKind::to_many;
      if (!rows_alone && !context.in_bodies(*field, use, set_by_path)) continue;
      if (rest::field_input(*field, use, set_by_path) == rest::FieldInput::required) required.push_back(field->name);
      json.key(field->name);
      if (nested)
        write_nesting(json, context, *field);
      else if (field->is_list_relation())
        write_links(json, context, *field);
      else
        write_field(json, context, *field, use == BodyUse::merge ? Place::patch : Place::body);
    }
    for (const auto& member : further) {
      json.key(member.name);
      json.raw(member.schema);
      required.push_back(member.name);
    }
  });
  if (!required.empty()) strings(json, "required", required);
}

void refer_to_input(JsonWriter& json, Context& context, const Resource& resource, BodyUse use,
                    const Field* set_by_path) {
  // What could not be sent anyway makes no other body.
  if (set_by_path && !context.in_bodies(*set_by_path, use, nullptr)) set_by_path = nullptr;
  context.components().refer(
      json, Section::schemas, input_name(context, resource, suffix(use), set_by_path),
      [&context, &resource, use, set_by_path](JsonWriter& out) {
        object(out, [&] { write_input_members(out, context, resource, use, set_by_path, Relations::nested_rows, {}); });
      });
}

std::optional<std::string> input_example(Context& context, const Resource& resource, BodyUse use,
                                         const Field* set_by_path, const std::vector<FurtherMember>& further) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  std::size_t members = 0;
  for (const auto& field : resource.fields) {
    if (!context.in_bodies(*field, use, set_by_path) || !field->stored() || field->deprecated) continue;
    const bool required = rest::field_input(*field, use, set_by_path) == rest::FieldInput::required;
    // Of a change one field is enough to show; a row is shown with what it must have.
    if (use == BodyUse::merge ? members > 0 || field->target : !required) continue;
    const auto value = example_of(*field, Place::body);
    if (!value && required) return std::nullopt;
    if (!value) continue;
    json.key(field->name);
    json.raw(*value);
    ++members;
  }
  for (const auto& member : further) json.member(member.name, "correct horse battery staple");
  json.end_object();
  return text;
}

}  // namespace tenon::api::openapi
