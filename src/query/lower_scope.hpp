#pragma once
#include "query/cursor.hpp"
#include "query/ground.hpp"
#include "query/lower_rule.hpp"
#include "query/operation.hpp"
#include "query/parameters.hpp"
#include "sql/expression.hpp"

#include <string>
#include <vector>

namespace tenon::query {

/// What lowering one statement carries along: what it is made for, and the parameters found so far.
struct LowerScope : Ground {
  explicit LowerScope(const Ground& ground, const std::vector<base::Value>* values = nullptr)
      : Ground(ground), operands(values) {}

  LowerContext context;                      ///< parameters and alias counter of the statement
  const std::vector<base::Value>* operands;  ///< of the operation; looked at only for what is null in cursors
  std::vector<CursorOrder> cursors;          ///< of the cursors among nested rows, by number

  /// A table alias nobody else in the statement has.
  std::string fresh_alias();
  /// The parameter for an operand, of the type of `field`.
  sql::ExprPtr operand(int index, sql::Type type);
  /// One more than the operand, which is an integer.
  sql::ExprPtr probe(int index);
  /// SQL that holds exactly where `rule` does for the row called `alias`. Literal rules become TRUE or FALSE.
  sql::ExprPtr holds(const schema::ExpressionPtr& rule, const std::string& alias);
  /// "The caller may do this to the row called `alias`."
  sql::ExprPtr row_rule(const schema::Resource& resource, schema::Operation operation, const std::string& alias);
  /// Null where the field is always visible to this class; else a condition on the row.
  sql::ExprPtr read_guard(const schema::Field& field, const std::string& alias);
  /// "The caller may see that the row called `alias` belongs to a list": whoever finds a post among somebody's posts
  /// knows its author.
  sql::ExprPtr inverse_guard(const schema::Field& list, const std::string& alias);
};

/// FROM clause for the rows of relation `field` of the row `from`, as `alias`; with the READ rule of the target.
sql::Select related_rows(LowerScope& scope, const schema::Field& field, const std::string& from,
                         const std::string& alias);

bool is_false(const sql::ExprPtr& expr);
bool is_true(const sql::ExprPtr& expr);

}  // namespace tenon::query
