#pragma once
#include "schema/model.hpp"
#include "sql/expression.hpp"

#include <map>
#include <string>
#include <vector>

namespace tenon::query {

/// Where the value of a statement's parameter comes from, each time it runs.
struct ParameterSource {
  enum class Kind : std::uint8_t {
    context,     ///< `expression`, which looks at no row: see access::evaluate_context
    old_column,  ///< `field` of the stored row, in update checks
    operand,     ///< the operation's own value number `operand`
    probe,       ///< the same, an integer, and one more: a row more than wanted tells that there are more
  };
  Kind kind = Kind::context;
  schema::ExpressionPtr expression;      ///< context
  const schema::Field* field = nullptr;  ///< old_column
  int operand = -1;                      ///< operand, probe
  sql::Type type = sql::Type::text;      ///< of the parameter
};

/// Same value whenever they are computed; a difference in source positions does not count.
bool same_source(const ParameterSource& left, const ParameterSource& right);

/// What lowering one statement hands out: parameters and table aliases.
struct LowerContext {
  std::vector<ParameterSource> parameters;  ///< by index of sql::parameter
  std::map<int, std::string> aliases;  ///< row variable -> table alias; variable::old without one is read by parameters
  int next_alias = 0;                  ///< number of the next fresh alias

  /// The index of the parameter; equal sources share one.
  int add(ParameterSource source);
  /// "t0", "t1", ...
  std::string fresh_alias();
};

}  // namespace tenon::query
