#pragma once
#include "schema/model.hpp"

namespace tenon::query {

/// Numbers: what can be summed and averaged.
bool can_sum(const schema::Field& field);
/// What has a least and a greatest value on every database: numbers, times, text and enums; no ids.
bool can_compare(const schema::Field& field);
/// What rows can be grouped by: one stored value that may be read; a to-one relation by its key.
bool can_group(const schema::Field& field);

}  // namespace tenon::query
