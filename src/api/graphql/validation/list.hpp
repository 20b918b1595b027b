#pragma once
#include "api/graphql/validation/rule.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace tenon::api::graphql {

/// When a rule is applied.
enum class Applies : std::uint8_t {
  always,                 ///< the specification's rules, and the depth of introspection
  without_introspection,  ///< where introspection is switched off
  on_request,             ///< only for who asks for it by name
};

struct RuleEntry {
  std::string_view name;  ///< as graphql-js calls it
  std::unique_ptr<Rule> (*make)(Context& context);
  Applies applies = Applies::always;
};

/// Every rule, in graphql-js's order, which decides the order of errors at one node.
std::span<const RuleEntry> rule_list();

}  // namespace tenon::api::graphql
