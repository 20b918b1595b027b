#include "schema/types.hpp"

#include "schema/builtin_sdl.hpp"
#include "schema/declarations.hpp"
#include "schema/naming.hpp"
#include "schema/type_reference.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::schema {
namespace {

using namespace lang::graphql;

/// The fields of one resource.
class FieldMaker {
 public:
  FieldMaker(Draft& draft, ResourceDraft& resource) : draft_(draft), resource_(resource) {}

  void make() {
    add_id();
    for (const FieldDefinition* syntax : resource_.declaration->fields) {
      if (syntax->name.text != "id") add_declared(*syntax);
    }
    add_implicit_time("createdAt");
    add_implicit_time("updatedAt");
    Resource& resource = *resource_.resource;
    resource.id = resource.find_field("id");
    resource.created_at = resource.find_field("createdAt");
    resource.updated_at = resource.find_field("updatedAt");
  }

 private:
  FieldDraft& add(std::string_view name, const FieldDefinition* syntax) {
    auto field = std::make_unique<Field>();
    field->name = name;
    field->column = snake_case(name);
    field->owner_type = resource_.resource;
    if (syntax) {
      field->description = description_text(syntax->description);
      field->span = syntax->name.span;
    }
    FieldDraft draft;
    draft.syntax = syntax;
    draft.field = field.get();
    draft.resource = &resource_;
    if (syntax) draft.applications = check_directives(syntax->directives, "FIELD_DEFINITION", draft_.faults);
    resource_.fields.push_back(std::move(draft));
    resource_.resource->fields.push_back(std::move(field));
    return resource_.fields.back();
  }

  void add_id() {
    auto declared = std::find_if(resource_.declaration->fields.begin(), resource_.declaration->fields.end(),
                                 [](const FieldDefinition* each) { return each->name.text == "id"; });
    const FieldDefinition* syntax = declared == resource_.declaration->fields.end() ? nullptr : *declared;
    Field& field = *add("id", syntax).field;
    field.scalar = Scalar::id;
    field.required = field.system = field.immutable = true;
    if (!syntax) return;
    std::string type = print(syntax->type);
    if (type == "BigInt!") field.scalar = Scalar::big_int;
    if (type == "BigInt!" || type == "ID!") return refuse_arguments(*syntax);
    draft_.faults.error("wrong-id", fmt::format("the type of \"id\" is \"ID!\" or \"BigInt!\", not \"{}\"", type),
                        syntax->type.span);
  }

  void add_implicit_time(std::string_view name) {
    if (FieldDraft* declared = resource_.find_field(name)) {
      declared->field->system = declared->field->immutable = true;
      if (print(declared->syntax->type) == "DateTime!") return;
      draft_.faults.error("wrong-type", fmt::format("\"{}\" is set by the server and of type \"DateTime!\"", name),
                          declared->syntax->type.span, "write \"DateTime!\", or leave the field out: it always exists");
      return;
    }
    Field& field = *add(name, nullptr).field;
    field.scalar = Scalar::date_time;
    field.required = field.system = field.immutable = true;
  }

  void refuse_arguments(const FieldDefinition& syntax) {
    if (syntax.arguments.empty()) return;
    draft_.faults.error("field-arguments", fmt::format("\"{}\" is stored: it takes no arguments", syntax.name.text),
                        syntax.arguments.front().name.span, "filters, sorting and paging exist without declaring them");
  }

  void add_declared(const FieldDefinition& syntax) {
    refuse_arguments(syntax);
    std::optional<TypeShape> shape = take_apart(syntax.type, draft_.faults);
    if (!shape || !known(*shape)) {
      draft_.broken.insert(syntax.name.text);
      check_directives(syntax.directives, "FIELD_DEFINITION", draft_.faults);
      return;
    }
    Field& field = *add(syntax.name.text, &syntax).field;
    field.required = shape->required;
    field.list = shape->list;
    field.element_required = shape->element_required;
    set_type(field, *shape, syntax);
  }

  bool known(const TypeShape& shape) {
    if (scalar_named(shape.name->text)) return true;
    const TypeDeclaration* type = draft_.declarations.find(shape.name->text);
    if (!type) {
      unknown_type(*shape.name, draft_);
      return false;
    }
    if (type->kind == TypeKind::enumeration || is_resource(*type)) return true;
    if (type->kind == TypeKind::object) {
      draft_.faults.error("not-a-resource",
                          fmt::format("\"{}\" is not stored, so no field of \"{}\" can hold it", type->name.text,
                                      resource_.resource->name),
                          shape.name->span, fmt::format("add @resource to \"{}\", or use JSON", type->name.text));
      return false;
    }
    draft_.faults.error("wrong-type",
                        fmt::format("\"{}\" is declared by \"{}\", which no field of a resource can hold",
                                    type->name.text, print(type->kind)),
                        shape.name->span);
    return false;
  }

  void set_type(Field& field, const TypeShape& shape, const FieldDefinition& syntax) {
    const std::string& name = shape.name->text;
    if (std::optional<Scalar> scalar = scalar_named(name)) {
      field.kind = FieldKind::scalar;
      field.scalar = *scalar;
      return;
    }
    for (const auto& each : draft_.model.enums) {
      if (each->name != name) continue;
      field.kind = FieldKind::enumeration;
      field.enumeration = each.get();
      return;
    }
    field.target = draft_.model.find_resource(name);
    if (!shape.list) {
      field.kind = FieldKind::to_one;
      field.column = snake_case(field.name) + "_id";
      field.indexed = true;
      return;
    }
    // The other side decides which kind of list it is.
    field.kind = FieldKind::to_many;
    field.column.clear();
    field.list = false;
    if (!shape.required || !shape.element_required) {
      draft_.faults.warning("relation-list", fmt::format("\"{}\" is never null and holds no nulls", field.name),
                            syntax.type.span, fmt::format("write [{}!]!", name));
    }
    field.required = field.element_required = true;
  }

  Draft& draft_;
  ResourceDraft& resource_;
};

}  // namespace

void make_enums(Draft& draft) {
  for (const auto& declaration : draft.declarations.types) {
    if (declaration->kind != TypeKind::enumeration) continue;
    auto type = std::make_unique<EnumType>();
    type->name = declaration->name.text;
    type->description = declaration->description;
    type->span = declaration->name.span;
    auto each = std::make_unique<EnumDraft>();
    each->declaration = declaration.get();
    each->type = type.get();
    each->applications = check_directives(declaration->directives, "ENUM", draft.faults);
    for (const EnumValueDefinition* value : declaration->values) {
      type->values.push_back(value->name.text);
      type->notes.push_back({description_text(value->description), {}});
      each->value_applications.push_back(check_directives(value->directives, "ENUM_VALUE", draft.faults));
    }
    if (type->values.empty()) {
      draft.faults.error("empty-type", fmt::format("\"{}\" has no values", type->name), type->span);
    }
    draft.enums.push_back(std::move(each));
    draft.model.enums.push_back(std::move(type));
  }
}

void make_resources(Draft& draft) {
  for (const auto& declaration : draft.declarations.types) {
    if (!is_resource(*declaration)) continue;
    auto resource = std::make_unique<Resource>();
    resource->name = declaration->name.text;
    resource->description = declaration->description;
    resource->table = pluralise(snake_case(resource->name));
    resource->path = kebab_case(resource->table);
    resource->span = declaration->name.span;
    auto each = std::make_unique<ResourceDraft>();
    each->declaration = declaration.get();
    each->resource = resource.get();
    each->applications = check_directives(declaration->directives, "OBJECT", draft.faults);
    for (const Name* name : declaration->interfaces) {
      draft.faults.not_supported_yet("\"implements\"", name->span);
    }
    draft.resources.push_back(std::move(each));
    draft.model.resources.push_back(std::move(resource));
  }
  // Fields after all resources exist, since they may point to later ones.
  for (const auto& resource : draft.resources) FieldMaker(draft, *resource).make();
  for (const auto& resource : draft.model.resources) {
    for (const auto& field : resource->fields) {
      if (field->kind == FieldKind::to_one) field->scalar = field->target->id->scalar;
    }
  }
}

}  // namespace tenon::schema
