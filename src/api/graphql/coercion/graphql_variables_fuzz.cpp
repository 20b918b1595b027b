#include "api/graphql/coercion/coerce_arguments.hpp"
#include "api/graphql/coercion/coerce_variables.hpp"
#include "api/graphql/coercion/select_operation.hpp"
#include "api/graphql/limits.hpp"
#include "api/graphql/served/test_served_schema.hpp"
#include "api/graphql/validation/validate.hpp"

#include <cstdlib>

using namespace tenon;
using namespace tenon::api::graphql;

/// Any JSON gives values of the right types, or faults; and right values make arguments.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto model = testing::shop_model();
  static const auto served = make_served_schema(model, testing::signed_in(*model, "owner"));
  static const auto document = parse_executable(
      "mutation ($filter: [CreateProductInput!]!, $i: Int = 3, $j: JSON) { createProducts(input: $filter) { products { "
      "categories(first: $i) { totalCount } } } updateProduct(id: 1, input: {extra: [$j]}) { errors { code } } }");
  if (!document || !validate(served->types(), *document).empty()) std::abort();
  const auto& operation = **select_operation(*document, std::nullopt);
  const auto variables = base::parse_json(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!variables) return 0;
  const auto values = coerce_variables(served->types(), operation, *variables);
  if (!values) {
    if (values.error().empty() || values.error().size() > max_variable_errors + 1) std::abort();
    return 0;
  }
  for (const auto& selection : operation.selection_set.selections) {
    const auto& field = std::get<lang::graphql::Field>(selection);
    const Field* declared = served->types().find_type("Mutation")->find_field(field.name.text);
    if (!coerce_arguments(declared->arguments, field.arguments, field.span, *values)) std::abort();
  }
  return 0;
}
