#pragma once
#include "query/lower_scope.hpp"
#include "query/operation.hpp"

#include <string>
#include <vector>

namespace tenon::query {

/// Members of a row (constant, field, node, to_one, connection) as JSON. Each is under its own READ rule; where that
/// does not hold the value is null, and its path is reported unless the rule says OMIT.
std::vector<sql::JsonMember> lower_members(LowerScope& scope, const schema::Resource& resource,
                                           const std::vector<Member>& members, const std::string& alias);

sql::JsonMember constant_member(const Member& member);

/// Appends an object of these members: as part of the same text where that is possible.
void append_object(std::vector<sql::JsonMember>& to, std::string name, std::vector<sql::JsonMember> members);

}  // namespace tenon::query
