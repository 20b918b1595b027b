#pragma once
#include "schema/expression.hpp"

#include <string>

namespace tenon::schema {

/// The whole expression in one line, with every variable and every hop: for tests and debugging, not for people.
///
///     related(row.project as $2: ($2.owner == auth.id))
///     exists(row.members as $2: ($2.user == auth.id && $2.role in ['EDITOR', 'OWNER']))
///
/// Literals whose type the value does not tell show it: '2026-01-15':date.
std::string to_text(const Expression& expression);

}  // namespace tenon::schema
