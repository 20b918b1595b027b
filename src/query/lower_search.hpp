#pragma once
#include "query/lower_scope.hpp"
#include "query/operation.hpp"

#include <string>

namespace tenon::query {

/// "The row called `alias` has all the words", for rows whose searched text the caller may see in full; others are not
/// found by search at all.
sql::ExprPtr lower_search(LowerScope& scope, const schema::Resource& resource, Operand words, const std::string& alias);

}  // namespace tenon::query
