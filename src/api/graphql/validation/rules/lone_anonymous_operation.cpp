#include "api/graphql/validation/rules/rules.hpp"

namespace tenon::api::graphql {
namespace {

class LoneAnonymousOperation : public Rule {
 public:
  using Rule::Rule;

  void enter_document(const ast::Document& document) override {
    for (const ast::Definition& definition : document.definitions)
      if (std::holds_alternative<ast::OperationDefinition>(definition)) ++operations_;
  }
  void enter_operation(const ast::OperationDefinition& operation) override {
    if (!operation.name && operations_ > 1)
      context().report("This anonymous operation must be the only defined operation.", {&operation.span});
  }

 private:
  std::size_t operations_ = 0;
};

}  // namespace

std::unique_ptr<Rule> make_lone_anonymous_operation(Context& context) {
  return make_rule<LoneAnonymousOperation>(context);
}

}  // namespace tenon::api::graphql
