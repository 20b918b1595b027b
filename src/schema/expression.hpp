#pragma once
#include "base/value.hpp"
#include "lang/source.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tenon::schema {

struct Field;
struct Resource;
struct EnumType;

enum class Operation : std::uint8_t { create, read, update, remove };

/// What a rule expression can be. Null is no type: any value may be null (unknown).
enum class Type : std::uint8_t {
  boolean,
  integer,   ///< Int, BigInt
  floating,  ///< Float; compares with integer by value
  decimal,   ///< Decimal; literals that meet one become canonical decimal text
  string,    ///< String, Email, URL, and enum values (compared as text)
  id,  ///< ID, UUID and relation keys; string literals that meet one are checked to be ids. Integer keys have type
       ///< `integer`
  timestamp,    ///< DateTime: microseconds
  duration,     ///< microseconds
  date,         ///< Date: text
  time_of_day,  ///< Time: text
  bytes,
  list,  ///< `element` says of what; stored as JSON text, or a literal list (children)
};

/// The nodes of a checked rule. There is one reading of each, used by the evaluator, by SQL and by the plain-English
/// form.
///
/// Logic is Kleene's: a boolean is true, false or unknown; unknown comes from null and from errors (division by zero,
/// overflow, an invalid pattern) and ends as "does not hold" at the root of a rule. Value nodes give a value or
/// unknown.
///
/// Rows are named by variables. A value node only ever looks at a column of a variable in scope: hops over relations
/// are made explicit by `related`, which wraps the smallest boolean node that needs them.
enum class ExpressionKind : std::uint8_t {
  // values
  literal,      ///< `value`; unknown if it is Null
  column,       ///< `field` (scalar, enum, list or to-one relation: its key) of row `variable`
  auth_id,      ///< caller's id; unknown for anonymous
  auth_claim,   ///< claim `name`, converted to `type`; unknown if absent or of another kind
  auth_scopes,  ///< list of string
  now,          ///< timestamp: one instant per request
  request_ip,   ///< string
  conditional,  ///< children: condition, then, else; unknown condition gives unknown (also as a boolean)
  add,
  subtract,
  multiply,
  divide,
  modulo,
  negate,  ///< integer (64-bit, overflow is unknown, division truncates) or floating; add and subtract also
           ///< timestamp/duration; add also string
  size,    ///< code points of a string, bytes of bytes, elements of a list
  // booleans
  auth_is,         ///< caller has role `role` (index into Model::roles); two-valued
  auth_anonymous,  ///< two-valued; made from `auth.id == null`
  is_null,         ///< child is null; two-valued. Made from `x == null` and `!has(x)`
  logical_not,
  logical_and,
  logical_or,  ///< and/or take 2..n children
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,  ///< two children of one Type (or integer with floating); unknown if either is
  in_list,  ///< children[0] in children[1] (a list): true if equal to some element; else unknown if child 0 is unknown
            ///< or an element is; else false
  starts_with,
  ends_with,
  contains,
  matches,  ///< children: subject, argument; byte-wise, case-sensitive; matches is RE2 with a literal argument
  // relations; each binds a new variable, unique within the whole expression, for its child
  related,  ///< child[0] judged on the row that to-one `field` of `variable` points to, as row `bound`; unknown if the
            ///< key is null or the row is gone
  exists,  ///< some row of to-many or many-to-many `field` of `variable`, as row `bound`, makes child[0] true; false if
           ///< all make it false; else unknown
  all,     ///< dual of exists: false if some row makes child[0] false; true if all make it true (also when none); else
           ///< unknown
  can,     ///< the rule for `operation` of the row that to-one `field` of `variable` points to; access:: replaces it by
           ///< `related`
  holds,   ///< two-valued: child[0] is true (unknown and false become false)
};

struct Expression;
/// Immutable once checked; shared between rules (defines, can).
using ExpressionPtr = std::shared_ptr<const Expression>;

/// Variables every rule has. Bound ones count up from `first_bound`.
namespace variable {
inline constexpr int row = 0;  ///< the row judged
inline constexpr int old = 1;  ///< the stored row, in update checks
inline constexpr int first_bound = 2;
}  // namespace variable

struct Expression {
  ExpressionKind kind{};
  Type type = Type::boolean;    ///< what it gives
  Type element = Type::string;  ///< of what, for lists
  std::vector<ExpressionPtr> children;
  base::Value value;                      ///< literal
  const Field* field = nullptr;           ///< column, related, exists, all, can
  int variable = variable::row;           ///< column, related, exists, all, can: the row looked at
  int bound = 0;                          ///< related, exists, all: the row made
  Operation operation = Operation::read;  ///< can
  int role = 0;                           ///< auth_is
  std::string name;                       ///< auth_claim
  lang::Span span;                        ///< for messages and explain
};

}  // namespace tenon::schema
