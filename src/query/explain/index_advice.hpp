#pragma once
#include "db/explaining_database.hpp"
#include "query/operation.hpp"

#include <string>
#include <vector>

namespace tenon::query {

/// What makes a reading operation slow on a large table, and what would help.
struct IndexAdvice {
  std::string reason;  ///< "the filter reads every Post"
  std::string advice;  ///< "add @index(fields: [\"published\", \"createdAt\"]) to Post"
};

/// Judged by the database's own plans where it uses an index wherever it can (ExplainedStatement::plan_by_index), for
/// the operation's own table: a full read for a filter, or a sort. None: every filter and sort of it is served by an
/// index, or there is none.
std::vector<IndexAdvice> missing_indexes(const List& operation, const std::vector<db::ExplainedStatement>& statements);
std::vector<IndexAdvice> missing_indexes(const Aggregate& operation,
                                         const std::vector<db::ExplainedStatement>& statements);

}  // namespace tenon::query
