#pragma once
#include "access/principal.hpp"
#include "api/graphql/execute/build.hpp"
#include "base/deadline.hpp"
#include "base/task.hpp"

#include <string>
#include <string_view>
#include <variant>
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

/// A root field of a query as it is asked of the engine.
struct QueryField {
  /// The first that finds a row, or null; of none: null.
  using Rows = std::vector<query::Get>;
  std::variant<Rows, query::Connect, query::Aggregate> operation;
  std::int64_t price = 0;  ///< in points; see query/cost.hpp
};
Built<QueryField> prepare_query(const ExecuteContext& context, const ReadField& field);

/// A root field of a query: `masked` gets the paths of masked values inside its value.
RootAnswer answer_query(const ExecuteContext& context, const ReadField& field, const QueryField& prepared,
                        std::string& out, std::vector<std::string>& masked);

}  // namespace tenon::api::graphql
