#pragma once
#include "query/lower_scope.hpp"
#include "query/operation.hpp"

#include <string>
#include <vector>

namespace tenon::query {

/// Whose rows a list has: all of a resource, or those of a list relation of the row called `from`.
struct ListSource {
  const schema::Resource& resource;
  const schema::Field* relation = nullptr;
  std::string from = {};
};

/// FROM and WHERE of a list that `page` is of: what the caller may read and asked for, without the page's bounds.
sql::Select listed_rows(LowerScope& scope, const ListSource& source, const Page& page, const std::string& alias);

/// A page with what surrounds it: the members of one object, and the SELECT (without outputs) that they are said in.
/// Where nothing looks at the rows themselves it has no FROM.
struct LoweredConnection {
  std::vector<sql::JsonMember> members;
  sql::Select select;
};
LoweredConnection lower_connection(LowerScope& scope, const ListSource& source, const Page& page,
                                   const std::vector<Member>& members);

}  // namespace tenon::query
