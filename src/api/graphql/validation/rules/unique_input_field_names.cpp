#include "api/graphql/validation/rules/rules.hpp"

#include <fmt/format.h>

#include <unordered_map>

namespace tenon::api::graphql {
namespace {

class UniqueInputFieldNames : public Rule {
 public:
  using Rule::Rule;

  void enter_value(const ast::Value& value) override {
    if (value.kind == ast::ValueKind::object) known_.emplace_back();
  }
  void leave_value(const ast::Value& value) override {
    if (value.kind == ast::ValueKind::object) known_.pop_back();
  }
  void enter_object_field(const ast::ObjectField& field) override {
    const auto [known, is_new] = known_.back().emplace(field.name.text, &field.name);
    if (is_new) return;
    context().report(fmt::format("There can be only one input field named \"{}\".", field.name.text),
                     {&known->second->span, &field.name.span});
  }

 private:
  std::vector<std::unordered_map<std::string_view, const ast::Name*>> known_;  ///< of each object around
};

}  // namespace

std::unique_ptr<Rule> make_unique_input_field_names(Context& context) {
  return make_rule<UniqueInputFieldNames>(context);
}

}  // namespace tenon::api::graphql
