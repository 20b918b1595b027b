#pragma once
#include "access/principal.hpp"
#include "api/graphql/execute/build.hpp"
#include "base/deadline.hpp"
#include "base/task.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tenon::api::graphql {

/// What one operation is executed with; everything outlives it.
struct ExecuteContext : ReadScope {
  query::Engine& writes;
  const access::Principal& principal;
  base::Deadline deadline;
  std::string_view request_id;  ///< for the log
};

/// What came of one root field: its value is appended to the answer, or the error says why there is none.
using RootAnswer = base::Task<Built<void>>;

/// An error of the engine at a field. What is ours alone goes to the log, not to the client.
Error engine_error(const ExecuteContext& context, const ast::Field& node, const base::Error& error);

/// A root field of a query: `masked` gets the paths of masked values inside its value.
RootAnswer answer_query(const ExecuteContext& context, const ReadField& field, std::string& out,
                        std::vector<std::string>& masked);
}  // namespace tenon::api::graphql
