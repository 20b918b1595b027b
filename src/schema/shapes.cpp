#include "schema/shapes.hpp"

#include "schema/type_reference.hpp"

#include <fmt/format.h>

#include <set>
#include <string_view>

namespace tenon::schema {
namespace {

using namespace lang::graphql;

void check_shape_fields(Draft& draft, const TypeDeclaration& type) {
  for (const FieldDefinition* field : type.fields) {
    std::optional<TypeShape> shape = take_apart(field->type, draft.faults);
    if (shape && !scalar_named(shape->name->text)) {
      const TypeDeclaration* found = draft.declarations.find(shape->name->text);
      if (!found) unknown_type(*shape->name, draft);
      if (found && found->kind == TypeKind::input_object) {
        draft.faults.error("wrong-type", fmt::format("\"{}\" is an input and cannot be answered", found->name.text),
                           shape->name->span);
      }
    }
    for (const Application& each : check_directives(field->directives, "FIELD_DEFINITION", draft.faults)) {
      if (each.name() == "deprecated" || each.name() == "waive") continue;
      draft.faults.error("wrong-location",
                         fmt::format("\"@{}\" means nothing here: \"{}\" is not stored", each.name(), type.name.text),
                         each.span(), fmt::format("add @resource to \"{}\"", type.name.text));
    }
  }
}

/// Names of types that something answers, takes or holds.
std::set<std::string_view> used_names(const Declarations& declarations) {
  std::set<std::string_view> used;
  auto add_fields = [&](const TypeDeclaration& type) {
    for (const FieldDefinition* field : type.fields) {
      used.insert(field->type.innermost().text);
      for (const InputValueDefinition& argument : field->arguments) used.insert(argument.type.innermost().text);
    }
    for (const InputValueDefinition* field : type.input_fields) used.insert(field->type.innermost().text);
  };
  for (const auto& type : declarations.types) add_fields(*type);
  if (declarations.query) add_fields(*declarations.query);
  if (declarations.mutation) add_fields(*declarations.mutation);
  return used;
}

void check_shape(Draft& draft, const TypeDeclaration& type) {
  for (const Application& each : check_directives(type.directives, "OBJECT", draft.faults)) {
    draft.faults.error("wrong-location",
                       fmt::format("\"@{}\" means nothing here: \"{}\" is not stored", each.name(), type.name.text),
                       each.span(), fmt::format("add @resource to \"{}\"", type.name.text));
  }
  if (type.fields.empty()) {
    draft.faults.error("empty-type", fmt::format("\"{}\" has no fields", type.name.text), type.name.span);
  }
  check_shape_fields(draft, type);
}

void check_input_type(Draft& draft, const TypeDeclaration& type) {
  check_directives(type.directives, "INPUT_OBJECT", draft.faults);
  if (type.input_fields.empty()) {
    draft.faults.error("empty-type", fmt::format("\"{}\" has no fields", type.name.text), type.name.span);
  }
  for (const InputValueDefinition* field : type.input_fields) {
    check_directives(field->directives, "INPUT_FIELD_DEFINITION", draft.faults);
    const Name& name = field->type.innermost();
    if (scalar_named(name.text)) continue;
    const TypeDeclaration* found = draft.declarations.find(name.text);
    if (!found) {
      unknown_type(name, draft);
    } else if (found->kind != TypeKind::enumeration && found->kind != TypeKind::input_object) {
      draft.faults.error("wrong-type", fmt::format("\"{}\" is no input", name.text), name.span,
                         "inputs hold scalars, enums and inputs");
    }
  }
}

}  // namespace

void check_other_types(Draft& draft) {
  const std::set<std::string_view> used = used_names(draft.declarations);
  for (const auto& type : draft.declarations.types) {
    switch (type->kind) {
      case TypeKind::enumeration: break;
      case TypeKind::object:
        if (is_resource(*type)) break;
        check_shape(draft, *type);
        if (used.contains(type->name.text)) break;
        draft.faults.warning("unused-type",
                             fmt::format("\"{}\" is not stored, and nothing answers it", type->name.text),
                             type->name.span, "add @resource to store and serve it");
        break;
      case TypeKind::input_object: check_input_type(draft, *type); break;
      case TypeKind::interface: draft.faults.not_supported_yet("\"interface\"", type->name.span); break;
      case TypeKind::union_type: draft.faults.not_supported_yet("\"union\"", type->name.span); break;
      case TypeKind::scalar:
        draft.faults.not_supported_yet("\"scalar\"", type->name.span,
                                       "use a built-in scalar and @pattern, @format, @length or @range");
        break;
    }
  }
}

}  // namespace tenon::schema
