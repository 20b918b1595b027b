#pragma once
#include "base/value.hpp"
#include "schema/model.hpp"

namespace tenon::migrate {

/// A value that the constraints of a stored field accept (enum values, @length, @range; what only the boundary keeps is
/// not looked at), for rows that must have one where nothing better is known. Not for relations.
base::Value filler_of(const schema::Field& field);

}  // namespace tenon::migrate
