#include "api/graphql/validation/rules/rules.hpp"
#include "api/graphql/validation/suggestions.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::api::graphql {
namespace {

class KnownTypeNames : public Rule {
 public:
  using Rule::Rule;

  void enter_document(const ast::Document& document) override {
    for (const NamedType* type : types().types()) names_.push_back(type->name);
    for (const ast::Definition& definition : document.definitions)
      if (const auto* type = std::get_if<ast::TypeDefinition>(&definition)) names_.push_back(type->name.text);
  }
  void enter_type_name(const ast::Name& name) override {
    if (context().full() || types().find_type(name.text) || std::ranges::find(names_, name.text) != names_.end())
      return;
    const auto suggestion = context().suggests() ? did_you_mean(suggestions(name.text, names_)) : std::string();
    context().report(fmt::format("Unknown type \"{}\".{}", name.text, suggestion), {&name.span});
  }

 private:
  std::vector<std::string_view> names_;
};

}  // namespace

std::unique_ptr<Rule> make_known_type_names(Context& context) {
  return make_rule<KnownTypeNames>(context);
}

}  // namespace tenon::api::graphql
