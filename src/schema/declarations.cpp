#include "schema/declarations.hpp"

#include "schema/builtin_sdl.hpp"
#include "schema/canonical.hpp"
#include "schema/merge.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::schema {
namespace {

using namespace lang::graphql;

class Collector {
 public:
  Collector(Declarations& declarations, Faults& faults) : declarations_(declarations), faults_(faults) {}

  void definition(const TypeDefinition& type) {
    if (find_builtin_type(type.name.text)) return own_name(type);
    TypeDeclaration* root = root_type(type);
    if (root) return merge(*root, type, faults_);
    if (!name_is_free(type.name)) return;
    if (const TypeDeclaration* first = declarations_.find(type.name.text)) {
      faults_.error("duplicate-type", fmt::format("the type \"{}\" is defined twice", type.name.text), type.name.span,
                    fmt::format("first defined at {}; use \"extend\" to add to it", place(first->name.span)));
      return;
    }
    auto declaration = std::make_unique<TypeDeclaration>();
    declaration->kind = type.kind;
    declaration->name = type.name;
    declaration->description = description_text(type.description);
    merge(*declaration, type, faults_);
    declarations_.by_name.emplace(type.name.text, declaration.get());
    declarations_.types.push_back(std::move(declaration));
  }

  void extension(const TypeDefinition& type) {
    if (TypeDeclaration* root = root_type(type)) return merge(*root, type, faults_);
    if (find_builtin_type(type.name.text)) {
      faults_.error("reserved-name", fmt::format("\"{}\" is built in and cannot be extended", type.name.text),
                    type.name.span);
      return;
    }
    auto found = std::find_if(declarations_.types.begin(), declarations_.types.end(),
                              [&](const auto& each) { return each->name.text == type.name.text; });
    if (found == declarations_.types.end()) {
      faults_.error("unknown-type", fmt::format("there is no type \"{}\" to extend", type.name.text), type.name.span,
                    did_you_mean_hint(type.name.text, declarations_.type_names()));
      return;
    }
    if ((*found)->kind != type.kind) {
      faults_.error("wrong-kind",
                    fmt::format("\"{}\" is not declared by \"{}\" but by \"{}\"", type.name.text, print(type.kind),
                                print((*found)->kind)),
                    type.name.span, fmt::format("write \"extend {} {}\"", print((*found)->kind), type.name.text));
      return;
    }
    merge(**found, type, faults_);
  }

  void directive(const DirectiveDefinition& directive) {
    const DirectiveDefinition* own = find_builtin_directive(directive.name.text);
    if (!own) {
      faults_.error(
          "unknown-directive",
          fmt::format("\"@{}\" is no directive of Tenon, and directives cannot be added", directive.name.text),
          directive.name.span);
    } else if (canonical(*own) != canonical(directive)) {
      differs("@" + directive.name.text, directive.name.span);
    }
  }

  void schema(const SchemaDefinition& schema) {
    for (const Directive& each : schema.directives) {
      faults_.error("wrong-location", fmt::format("\"@{}\" means nothing on the schema", each.name.text), each.span);
    }
    for (const RootOperation& root : schema.operations) {
      std::string_view expected = root.operation == OperationType::query      ? "Query"
                                  : root.operation == OperationType::mutation ? "Mutation"
                                                                              : "Subscription";
      if (root.type.text == expected) continue;
      faults_.error("reserved-name", fmt::format("the {} type is always \"{}\"", print(root.operation), expected),
                    root.type.span);
    }
  }

 private:
  /// Query and Mutation exist in every schema: `type` and `extend type` both add to them.
  TypeDeclaration* root_type(const TypeDefinition& type) {
    std::unique_ptr<TypeDeclaration>* root = type.name.text == "Query"      ? &declarations_.query
                                             : type.name.text == "Mutation" ? &declarations_.mutation
                                                                            : nullptr;
    if (!root || type.kind != TypeKind::object) return nullptr;
    if (!*root) {
      *root = std::make_unique<TypeDeclaration>();
      (*root)->kind = TypeKind::object;
      (*root)->name = type.name;
    }
    return root->get();
  }

  void own_name(const TypeDefinition& type) {
    const TypeDefinition* own = find_builtin_type(type.name.text);
    if (own->kind == type.kind && canonical(*own) == canonical(type)) return;
    if (own->kind == type.kind) return differs(type.name.text, type.name.span);
    faults_.error("reserved-name", fmt::format("the name \"{}\" is built in", type.name.text), type.name.span,
                  "give the type another name");
  }

  void differs(std::string_view name, const lang::Span& span) {
    faults_.warning(
        "outdated-definition",
        fmt::format("this definition of \"{}\" is not the one of this version, which is used instead", name), span,
        "\"tenon init\" writes tenon.graphql anew");
  }

  bool name_is_free(const Name& name) {
    static constexpr std::string_view taken[] = {"Query",    "Mutation",   "Subscription",
                                                 "PageInfo", "InputError", "SortDirection"};
    bool is_taken = std::find(std::begin(taken), std::end(taken), name.text) != std::end(taken);
    if (!is_taken && !name.text.starts_with('_') && !name.text.starts_with("Tenon")) return true;
    faults_.error("reserved-name", fmt::format("the name \"{}\" is reserved", name.text), name.span,
                  is_taken ? "the GraphQL API has a type of that name; give yours another"
                           : "names of types do not begin with \"_\" or \"Tenon\"");
    return false;
  }

  Declarations& declarations_;
  Faults& faults_;
};

}  // namespace

const TypeDeclaration* Declarations::find(std::string_view name) const {
  auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : found->second;
}

std::vector<std::string_view> Declarations::type_names() const {
  std::vector<std::string_view> names{"ID",   "String", "Int",  "Float", "Boolean", "BigInt", "Decimal", "DateTime",
                                      "Date", "Time",   "UUID", "Email", "URL",     "JSON",   "Bytes"};
  for (const auto& type : types) names.push_back(type->name.text);
  return names;
}

Declarations collect_declarations(const std::vector<Document>& documents, Faults& faults) {
  Declarations declarations;
  Collector collector(declarations, faults);
  // Definitions first: an extension may stand before what it extends, or in another file.
  for (const Document& document : documents) {
    for (const Definition& definition : document.definitions) {
      if (const auto* type = std::get_if<TypeDefinition>(&definition)) {
        if (type->form == Form::definition) collector.definition(*type);
      } else if (const auto* directive = std::get_if<DirectiveDefinition>(&definition)) {
        collector.directive(*directive);
      } else if (const auto* schema = std::get_if<SchemaDefinition>(&definition)) {
        collector.schema(*schema);
      }
    }
  }
  for (const Document& document : documents) {
    for (const Definition& definition : document.definitions) {
      const auto* type = std::get_if<TypeDefinition>(&definition);
      if (type && type->form == Form::extension) collector.extension(*type);
    }
  }
  return declarations;
}

bool is_resource(const TypeDeclaration& type) {
  return type.kind == TypeKind::object &&
         std::any_of(type.directives.begin(), type.directives.end(),
                     [](const Directive* each) { return each->name.text == "resource"; });
}

std::string description_text(const std::optional<Value>& description) {
  return description ? description->text : std::string();
}

}  // namespace tenon::schema
