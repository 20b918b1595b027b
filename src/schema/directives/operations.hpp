#pragma once
#include "schema/draft.hpp"

namespace tenon::schema {

/// Which operations a rule directive names.
enum class Place : std::uint8_t { resource, field };

/// The `ops` argument as a set; all that the place knows if it is left out. DELETE means nothing on a field: a fault.
/// Empty after faults.
OperationSet rule_operations(Draft& draft, Place place, const Application& application);

/// Rules on fields narrow those of the type; list relations, keys and what the server sets have none. False after a
/// fault.
bool may_have_rules(Draft& draft, const FieldDraft& field, OperationSet operations, const Application& application);

}  // namespace tenon::schema
