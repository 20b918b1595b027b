#include "schema/load.hpp"

#include "lang/graphql/parser.hpp"
#include "schema/declarations.hpp"
#include "schema/directives/list.hpp"
#include "schema/draft.hpp"
#include "schema/implicit_rules.hpp"
#include "schema/lints/list.hpp"
#include "schema/names.hpp"
#include "schema/operations.hpp"
#include "schema/relations.hpp"
#include "schema/shapes.hpp"
#include "schema/types.hpp"

#include <memory>
#include <string>
#include <utility>

namespace tenon::schema {
namespace {

using lang::graphql::Document;

std::vector<Document> parse_all(const std::vector<lang::SourcePtr>& sources, Faults& faults) {
  lang::graphql::ParseOptions options;
  options.accept = lang::graphql::Accept::type_system;
  std::vector<Document> documents;
  for (const lang::SourcePtr& source : sources) {
    auto document = lang::graphql::parse(source, options);
    if (document) {
      documents.push_back(std::move(*document));
    } else {
      faults.add(std::move(document).error());
    }
  }
  return documents;
}

/// Predicates are checked where they stand, so that a fault in one that nothing uses is told too.
void check_defines(Draft& draft) {
  for (const auto& [resource, defines] : draft.defines) {
    RuleScope scope{draft.model, *resource, RuleUse::when, draft.defines};
    for (const auto& [name, define] : defines) {
      if (define.rule) check_define(scope, name, draft.faults.list());
    }
  }
}

/// Only what a later version brings is refused: the rest is complete enough to be judged.
bool is_sound(Faults& faults) {
  for (const lang::Diagnostic& each : faults.list()) {
    if (each.severity == lang::Severity::error && each.code != "not-supported-yet") return false;
  }
  return true;
}

void build(const Declarations& declarations, Model& model, Lints lints, Faults& faults) {
  Draft draft(declarations, faults, model);
  make_enums(draft);
  make_resources(draft);
  check_other_types(draft);
  make_operations(draft);
  refuse_misplaced(draft);
  apply_directives(draft, Phase::declare);
  link_relations(draft);
  check_names(draft);
  apply_directives(draft, Phase::property);
  apply_directives(draft, Phase::rule);
  check_defines(draft);
  add_implicit_rules(draft);
  if (is_sound(faults)) run_lints(draft, lints);
}

}  // namespace

LoadResult load(std::vector<lang::SourcePtr> sources, Lints lints) {
  Faults faults;
  auto model = std::make_shared<Model>();
  std::vector<Document> documents = parse_all(sources, faults);
  // A fault of syntax may have swallowed definitions: what they would leave undefined is not worth telling.
  if (!faults.has_errors()) {
    Declarations declarations = collect_declarations(documents, faults);
    build(declarations, *model, lints, faults);
  }
  LoadResult result;
  if (!faults.has_errors()) result.model = std::move(model);
  result.diagnostics = faults.take(sources);
  return result;
}

LoadResult load_text(std::string_view text, Lints lints) {
  auto source = std::make_shared<lang::Source>();
  source->name = "schema.graphql";
  source->text = text;
  return load({std::move(source)}, lints);
}

}  // namespace tenon::schema
