#include "api/graphql/coercion/coerce_variables.hpp"
#include "api/graphql/coercion/collect_fields.hpp"
#include "api/graphql/coercion/select_operation.hpp"
#include "api/graphql/introspection/resolve.hpp"
#include "api/graphql/served/test_served_schema.hpp"
#include "api/graphql/validation/list.hpp"
#include "api/graphql/validation/validate.hpp"

#include <cstdlib>

using namespace tenon::api::graphql;

/// Any text is refused within the limits or is an operation whose fields can be collected.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto model = testing::shop_model();
  static const auto served = make_served_schema(model, testing::signed_in(*model, "clerk"));
  const TypeSystem& types = served->types();
  const auto document = parse_executable(std::string(reinterpret_cast<const char*>(data), size));
  if (!document) return 0;
  const Errors errors = validate(types, *document);
  if (errors.size() > Limits{}.errors + 1) std::abort();
  for (const Error& error : errors)
    if (error.message.empty() || error.message.size() > 5'000) std::abort();
  if (!errors.empty()) return 0;
  // Nothing gets past a rule because another one was asked first.
  constexpr std::size_t not_always = 2;  // at the end of the list
  const auto always = rule_list().first(rule_list().size() - not_always);
  if (!apply_rules(types, *document, always, Limits{}).empty()) std::abort();

  const FragmentTable fragments = fragments_of(*document);
  for (const auto& definition : document->definitions) {
    const auto* operation = std::get_if<tenon::lang::graphql::OperationDefinition>(&definition);
    if (!operation) continue;
    const auto variables = coerce_variables(types, *operation, tenon::base::Json());
    if (!variables || !check_conditions(*operation, fragments, *variables).empty()) continue;
    const auto root = root_of(types, *operation);
    if (!root) continue;
    for (const CollectedField& field : collect_fields(types, fragments, *variables, **root, operation->selection_set)) {
      if (!types.find_field(**root, field.nodes.front()->name.text)) std::abort();
      std::string out;
      if (field.nodes.front()->name.text == "__schema") resolve_introspection(types, fragments, *variables, field, out);
    }
  }
  return 0;
}
