#include "schema/operations.hpp"

#include "schema/type_reference.hpp"

#include <fmt/format.h>

namespace tenon::schema {
namespace {

using namespace lang::graphql;

void check_argument(Draft& draft, const InputValueDefinition& argument) {
  check_directives(argument.directives, "ARGUMENT_DEFINITION", draft.faults);
  const Name& name = argument.type.innermost();
  if (scalar_named(name.text)) return;
  const TypeDeclaration* type = draft.declarations.find(name.text);
  if (!type) return unknown_type(name, draft);
  if (type->kind == TypeKind::enumeration || type->kind == TypeKind::input_object) return;
  draft.faults.error("wrong-type", fmt::format("\"{}\" is no input", name.text), name.span,
                     fmt::format("take its \"ID\", or declare an input"));
}

void check_result(Draft& draft, const FieldDefinition& operation) {
  const Name& name = operation.type.innermost();
  if (scalar_named(name.text)) return;
  const TypeDeclaration* type = draft.declarations.find(name.text);
  if (!type) return unknown_type(name, draft);
  if (type->kind != TypeKind::input_object) return;
  draft.faults.error("wrong-type", fmt::format("\"{}\" is an input and cannot be answered", name.text), name.span);
}

void make_from(Draft& draft, const TypeDeclaration& root) {
  for (const Directive* each : root.directives) {
    draft.faults.error("wrong-location",
                       fmt::format("\"@{}\" means nothing on \"{}\"", each->name.text, root.name.text), each->span);
  }
  for (const FieldDefinition* syntax : root.fields) {
    auto operation = std::make_unique<OperationDraft>();
    operation->syntax = syntax;
    operation->path = root.name.text + "." + syntax->name.text;
    operation->applications = check_directives(syntax->directives, "FIELD_DEFINITION", draft.faults);
    for (const InputValueDefinition& argument : syntax->arguments) check_argument(draft, argument);
    check_result(draft, *syntax);
    bool implemented = find_directive(syntax->directives, "http") || find_directive(syntax->directives, "native");
    if (!implemented) {
      draft.faults.error("no-implementation", fmt::format("nothing answers \"{}\"", operation->path), syntax->name.span,
                         "custom operations need @http or @native");
    }
    draft.operations.push_back(std::move(operation));
  }
}

}  // namespace

void make_operations(Draft& draft) {
  if (draft.declarations.query) make_from(draft, *draft.declarations.query);
  if (draft.declarations.mutation) make_from(draft, *draft.declarations.mutation);
}

}  // namespace tenon::schema
