#include "api/graphql/validation/list.hpp"

#include "api/graphql/validation/rules/rules.hpp"

#include <array>

namespace tenon::api::graphql {
namespace {

constexpr std::array entries{
    RuleEntry{"ExecutableDefinitionsRule", make_executable_definitions},
    RuleEntry{"UniqueOperationNamesRule", make_unique_operation_names},
    RuleEntry{"LoneAnonymousOperationRule", make_lone_anonymous_operation},
    RuleEntry{"SingleFieldSubscriptionsRule", make_single_field_subscriptions},
    RuleEntry{"KnownTypeNamesRule", make_known_type_names},
    RuleEntry{"FragmentsOnCompositeTypesRule", make_fragments_on_composite_types},
    RuleEntry{"VariablesAreInputTypesRule", make_variables_are_input_types},
    RuleEntry{"ScalarLeafsRule", make_scalar_leafs},
    RuleEntry{"FieldsOnCorrectTypeRule", make_fields_on_correct_type},
    RuleEntry{"UniqueFragmentNamesRule", make_unique_fragment_names},
    RuleEntry{"KnownFragmentNamesRule", make_known_fragment_names},
    RuleEntry{"NoUnusedFragmentsRule", make_no_unused_fragments},
    RuleEntry{"PossibleFragmentSpreadsRule", make_possible_fragment_spreads},
    RuleEntry{"NoFragmentCyclesRule", make_no_fragment_cycles},
    RuleEntry{"UniqueVariableNamesRule", make_unique_variable_names},
    RuleEntry{"NoUndefinedVariablesRule", make_no_undefined_variables},
    RuleEntry{"NoUnusedVariablesRule", make_no_unused_variables},
    RuleEntry{"KnownDirectivesRule", make_known_directives},
    RuleEntry{"UniqueDirectivesPerLocationRule", make_unique_directives_per_location},
    RuleEntry{"KnownArgumentNamesRule", make_known_argument_names},
    RuleEntry{"UniqueArgumentNamesRule", make_unique_argument_names},
    RuleEntry{"ValuesOfCorrectTypeRule", make_values_of_correct_type},
    RuleEntry{"ProvidedRequiredArgumentsRule", make_provided_required_arguments},
    RuleEntry{"VariablesInAllowedPositionRule", make_variables_in_allowed_position},
    RuleEntry{"OverlappingFieldsCanBeMergedRule", make_overlapping_fields_can_be_merged},
    RuleEntry{"UniqueInputFieldNamesRule", make_unique_input_field_names},
    RuleEntry{"MaxIntrospectionDepthRule", make_max_introspection_depth},
    RuleEntry{"NoSchemaIntrospectionCustomRule", make_no_schema_introspection, Applies::without_introspection},
    RuleEntry{"NoDeprecatedCustomRule", make_no_deprecated, Applies::on_request},
};

}  // namespace

std::span<const RuleEntry> rule_list() {
  return entries;
}

}  // namespace tenon::api::graphql
