#include "api/graphql/validation/rules/rules.hpp"

#include <fmt/format.h>

namespace tenon::api::graphql {
namespace {

class NoSchemaIntrospection : public Rule {
 public:
  using Rule::Rule;

  void enter_field(const ast::Field& field) override {
    const TypeReference type = here().type();
    if (!type || !type.named().introspection) return;
    context().report(fmt::format("GraphQL introspection has been disabled, but the requested query contained the field "
                                 "\"{}\".",
                                 field.name.text),
                     {&field.span});
  }
};

}  // namespace

std::unique_ptr<Rule> make_no_schema_introspection(Context& context) {
  return make_rule<NoSchemaIntrospection>(context);
}

}  // namespace tenon::api::graphql
