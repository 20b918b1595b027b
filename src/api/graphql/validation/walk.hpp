#pragma once
#include "api/graphql/validation/rule.hpp"

#include <memory>
#include <span>

namespace tenon::api::graphql {

/// Tells all rules of every node, in document order, each node to every rule before the next. Ends early when the
/// context is full. Definitions of types are told of only by `enter_document`.
void walk(Context& context, std::span<const std::unique_ptr<Rule>> rules);

}  // namespace tenon::api::graphql
