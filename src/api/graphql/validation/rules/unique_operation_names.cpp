#include "api/graphql/validation/rules/rules.hpp"

#include <fmt/format.h>

#include <unordered_map>

namespace tenon::api::graphql {
namespace {

class UniqueOperationNames : public Rule {
 public:
  using Rule::Rule;

  void enter_operation(const ast::OperationDefinition& operation) override {
    if (!operation.name) return;
    const auto [known, is_new] = known_.emplace(operation.name->text, &*operation.name);
    if (is_new) return;
    context().report(fmt::format("There can be only one operation named \"{}\".", operation.name->text),
                     {&known->second->span, &operation.name->span});
  }

 private:
  std::unordered_map<std::string_view, const ast::Name*> known_;
};

}  // namespace

std::unique_ptr<Rule> make_unique_operation_names(Context& context) {
  return make_rule<UniqueOperationNames>(context);
}

}  // namespace tenon::api::graphql
