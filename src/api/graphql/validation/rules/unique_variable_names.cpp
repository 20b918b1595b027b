#include "api/graphql/validation/rules/repeated.hpp"
#include "api/graphql/validation/rules/rules.hpp"

#include <fmt/format.h>

#include <deque>

namespace tenon::api::graphql {
namespace {

class UniqueVariableNames : public Rule {
 public:
  using Rule::Rule;

  void enter_operation(const ast::OperationDefinition& operation) override {
    // graphql-js points at the name behind the `$`.
    std::deque<lang::Span> names;
    RepeatedNames repeated;
    for (const ast::VariableDefinition& variable : operation.variables) {
      lang::Span& span = names.emplace_back(variable.name.span);
      span.offset += span.length - static_cast<std::uint32_t>(variable.name.text.size());
      repeated.add(variable.name.text, span);
    }
    for (const auto& [name, places] : repeated.find())
      context().report(fmt::format("There can be only one variable named \"${}\".", name), places);
  }
};

}  // namespace

std::unique_ptr<Rule> make_unique_variable_names(Context& context) {
  return make_rule<UniqueVariableNames>(context);
}

}  // namespace tenon::api::graphql
