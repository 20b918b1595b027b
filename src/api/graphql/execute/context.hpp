#pragma once
#include "access/principal.hpp"
#include "api/graphql/execute/binding.hpp"
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
  /// Nothing to ask: null.
  using Nothing = std::monostate;
  std::variant<Nothing, query::Get, query::GetAny, query::Connect, query::Aggregate> operation;
  Bindings bindings;
  bool lasting = true;     ///< may serve another request; else its values decided what is asked
  std::int64_t price = 0;  ///< in points; see query/cost.hpp

  std::size_t members() const;  ///< of all levels: how large it is
};
Built<QueryField> prepare_query(const ExecuteContext& context, const ReadField& field);

/// Makes a field that was prepared for another request one of this request, whose variables have the same shape. False:
/// prepare it anew, which tells what is wrong.
bool bind_query(const ExecuteContext& context, QueryField& field);
/// Lets go of the values of the request. It must be bound before it is asked again.
void forget_values(QueryField& field);

/// A root field of a query: `masked` gets the paths of masked values inside its value.
RootAnswer answer_query(const ExecuteContext& context, const ReadField& field, const QueryField& prepared,
                        std::string& out, std::vector<std::string>& masked);

}  // namespace tenon::api::graphql
