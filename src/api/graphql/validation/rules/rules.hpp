#pragma once
#include "api/graphql/validation/rule.hpp"

#include <memory>

/// One maker for each rule; the number is the section of the specification.
namespace tenon::api::graphql {

std::unique_ptr<Rule> make_executable_definitions(Context& context);            // 5.1.1
std::unique_ptr<Rule> make_unique_operation_names(Context& context);            // 5.2.1.1
std::unique_ptr<Rule> make_lone_anonymous_operation(Context& context);          // 5.2.2.1
std::unique_ptr<Rule> make_single_field_subscriptions(Context& context);        // 5.2.3.1
std::unique_ptr<Rule> make_known_type_names(Context& context);                  // 5.5.1.2
std::unique_ptr<Rule> make_fragments_on_composite_types(Context& context);      // 5.5.1.3
std::unique_ptr<Rule> make_variables_are_input_types(Context& context);         // 5.8.2
std::unique_ptr<Rule> make_scalar_leafs(Context& context);                      // 5.3.3
std::unique_ptr<Rule> make_fields_on_correct_type(Context& context);            // 5.3.1
std::unique_ptr<Rule> make_unique_fragment_names(Context& context);             // 5.5.1.1
std::unique_ptr<Rule> make_known_fragment_names(Context& context);              // 5.5.2.1
std::unique_ptr<Rule> make_no_unused_fragments(Context& context);               // 5.5.1.4
std::unique_ptr<Rule> make_possible_fragment_spreads(Context& context);         // 5.5.2.3
std::unique_ptr<Rule> make_no_fragment_cycles(Context& context);                // 5.5.2.2
std::unique_ptr<Rule> make_unique_variable_names(Context& context);             // 5.8.1
std::unique_ptr<Rule> make_no_undefined_variables(Context& context);            // 5.8.3
std::unique_ptr<Rule> make_no_unused_variables(Context& context);               // 5.8.4
std::unique_ptr<Rule> make_known_directives(Context& context);                  // 5.7.1
std::unique_ptr<Rule> make_unique_directives_per_location(Context& context);    // 5.7.3
std::unique_ptr<Rule> make_known_argument_names(Context& context);              // 5.4.1
std::unique_ptr<Rule> make_unique_argument_names(Context& context);             // 5.4.2
std::unique_ptr<Rule> make_values_of_correct_type(Context& context);            // 5.6.1
std::unique_ptr<Rule> make_provided_required_arguments(Context& context);       // 5.4.2.1
std::unique_ptr<Rule> make_variables_in_allowed_position(Context& context);     // 5.8.5
std::unique_ptr<Rule> make_overlapping_fields_can_be_merged(Context& context);  // 5.3.2
std::unique_ptr<Rule> make_unique_input_field_names(Context& context);          // 5.6.3
std::unique_ptr<Rule> make_max_introspection_depth(Context& context);
std::unique_ptr<Rule> make_no_schema_introspection(Context& context);
std::unique_ptr<Rule> make_no_deprecated(Context& context);

}  // namespace tenon::api::graphql
