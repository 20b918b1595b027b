#pragma once
#include "api/graphql/coercion/collect_fields.hpp"
#include "api/graphql/error.hpp"
#include "api/graphql/type_system/type_system.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace tenon::api::graphql {

/// A field of the selection below an introspection field: planned once, then followed for each of the many objects it
/// is about.
struct PlanMember {
  std::string_view key;             ///< in the answer
  std::string_view name;            ///< of the field: what is told
  std::string_view type;            ///< of the object that has it
  bool include_deprecated = false;  ///< its argument
  std::vector<PlanMember> members;  ///< of objects
};

/// The plan of a selection on an object of type `type`; sets `error` if an argument is wrong.
std::vector<PlanMember> plan_selection(const TypeSystem& types, const FragmentTable& fragments,
                                       const VariableValues& variables, const NamedType& type,
                                       const std::vector<const ast::Field*>& nodes, std::optional<Error>& error);

}  // namespace tenon::api::graphql
