#include "api/graphql/validation/rules/rules.hpp"

namespace tenon::api::graphql {
namespace {

class ExecutableDefinitions : public Rule {
 public:
  using Rule::Rule;

  void enter_document(const ast::Document& document) override {
    for (const ast::Definition& definition : document.definitions) {
      if (const auto* type = std::get_if<ast::TypeDefinition>(&definition))
        refuse("\"" + type->name.text + "\"", type->span);
      if (const auto* directive = std::get_if<ast::DirectiveDefinition>(&definition))
        refuse("\"" + directive->name.text + "\"", directive->span);
      if (const auto* schema = std::get_if<ast::SchemaDefinition>(&definition)) refuse("schema", schema->span);
    }
  }

 private:
  void refuse(const std::string& name, const lang::Span& span) {
    context().report("The " + name + " definition is not executable.", {&span});
  }
};

}  // namespace

std::unique_ptr<Rule> make_executable_definitions(Context& context) {
  return make_rule<ExecutableDefinitions>(context);
}

}  // namespace tenon::api::graphql
