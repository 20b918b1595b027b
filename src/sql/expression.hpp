#pragma once
#include "base/value.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

/// SQL as typed pieces. Nothing here holds a value from a client: those are parameters. Names come from the Model.
namespace tenon::sql {

/// Column and parameter types; each dialect has one stored form for each (docs/reference/schema.md, "Scalars").
enum class Type : std::uint8_t {
  boolean,
  int32,
  int64,
  floating,
  decimal,
  text,
  uuid,
  timestamp,
  date,
  time,
  json,
  bytes,
};

enum class ExprKind : std::uint8_t {
  column,     ///< `table`.`name`; table may be empty
  parameter,  ///< `index`, 0-based; of `type`
  literal,    ///< `value`: only values from the schema
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,  ///< two children; less and greater also of rows: columns, then as many values
  logical_and,
  logical_or,  ///< 0..n children; none is TRUE / FALSE
  logical_not,
  is_true,      ///< two-valued: null becomes false
  is_not_true,  ///< two-valued: null becomes true
  is_null,
  is_not_null,
  in_list,    ///< children[0] IN (children[1..])
  in_select,  ///< children[0] IN (`select`)
  in_json,    ///< children[0] is an element of the JSON array text children[1], whose elements are of its type (whole
              ///< numbers among fractions too); as `in_list`, NULL if an element is null and none equal
  exists,     ///< EXISTS (`select`)
  scalar_select,  ///< (`select`), one column
  case_when,      ///< children: condition, value, condition, value, ..., otherwise
  add,
  subtract,
  multiply,
  divide,
  modulo,
  negate,  ///< overflow and division by zero give NULL, never an error
  concat,  ///< text || text
  starts_with,
  ends_with,
  contains,     ///< two text children; byte-wise
  matches,      ///< text, RE2 pattern
  length,       ///< code points of text
  byte_length,  ///< of bytes
  json_length,  ///< elements of a JSON array
  greatest,     ///< of two
  count_all,
  count,
  sum,
  minimum,
  maximum,
  average,      ///< aggregates; `count` etc. take one child
  json_object,  ///< `members` as one JSON text
  json_array,   ///< rows of `select`, whose only column is JSON text, as one JSON array text, in its order
  page_rows,    ///< aggregate: JSON texts children[0] of the first children[1] rows, as one JSON array text; `index`
                ///< 1: in reverse order. No rows: "[]"
  page_first,   ///< aggregate: children[0] of the first row; NULL without rows
  page_last,    ///< aggregate: children[0] of the last among the first children[1] rows; NULL without rows
  cursor_keys,  ///< children are sort keys; JSON text that query/cursor.hpp makes a cursor of; `name` is its
                ///< specification: see db/cursor_keys.hpp
  full_text_match,  ///< `table`'s full-text index (`name`), over the columns children[1..], matches children[0]: all
                    ///< words, prefix on none
};

struct Expr;
using ExprPtr = std::shared_ptr<const Expr>;
struct Select;
using SelectPtr = std::shared_ptr<const Select>;

/// How a column becomes JSON; one writer does it for every row, nested or not (db/json_row.hpp).
enum class JsonKind : std::uint8_t {
  text,      ///< JSON string
  number,    ///< integer as JSON number
  big,       ///< integer or decimal as JSON string
  floating,  ///< double, shortest form
  boolean,
  date_time,  ///< micros as RFC 3339
  bytes,      ///< base64
  json,       ///< JSON text, as it is (JSON fields, lists, nested objects)
  begin,      ///< no value: an object begins, whose members follow
  end,        ///< no name and no value: it ends
};

/// What a member is when its guard does not hold.
enum class WhenHidden : std::uint8_t {
  mask,  ///< null, and its path is reported
  omit,  ///< not there
  null,  ///< null, and nobody is told
};

struct JsonMember {
  std::string name;  ///< key on the wire
  JsonKind kind = JsonKind::text;
  ExprPtr value;  ///< null for `begin` and `end`
  ExprPtr guard;  ///< null: always visible; else visible only where it is true
  WhenHidden hidden = WhenHidden::mask;
};

struct Expr {
  ExprKind kind{};
  Type type = Type::text;
  std::string table;  ///< alias
  std::string name;
  int index = 0;
  base::Value value;
  std::vector<ExprPtr> children;
  SelectPtr select;
  std::vector<JsonMember> members;
};

struct Output {
  ExprPtr expr;
  std::string alias;  ///< may be empty
};

/// Always an inner join: rights of the joined table are part of `on`.
struct Join {
  std::string table;
  std::string alias;
  ExprPtr on;
};

enum class Direction : std::uint8_t { ascending, descending };
/// Nulls come last in ascending order and first in descending, on every dialect.
struct OrderKey {
  ExprPtr expr;
  Direction direction = Direction::ascending;
  bool nullable = false;
};

struct Select {
  std::vector<Output> outputs;
  std::string table;  ///< or `from` below
  SelectPtr from;     ///< derived table, with `alias`
  std::string alias;
  std::vector<Join> joins;
  ExprPtr where;  ///< may be null
  std::vector<ExprPtr> group_by;
  std::vector<OrderKey> order_by;
  ExprPtr limit;  ///< parameter or literal; may be null
  ExprPtr offset;
  /// Rows of `table` stay as they are read until the transaction ends. SQLite has one writer: nothing to do there.
  bool for_update = false;
};

struct Assignment {
  std::string column;
  ExprPtr value;
};

struct Insert {
  std::string table;
  std::vector<Assignment> values;
  /// Nothing happens where it does not hold; null: always. It knows no row: parameters and sub-selects alone.
  ExprPtr where = nullptr;
  bool ignore_conflict = false;  ///< nothing happens where a key is taken
  std::vector<Output> returning;
};

struct Update {
  std::string table;
  std::vector<Assignment> assignments;
  ExprPtr where;  ///< columns unqualified or qualified by the table's name
  std::vector<Output> returning;
};

struct Delete {
  std::string table;
  ExprPtr where;
  std::vector<Output> returning;
};

// Makers: short enough to read like SQL.
ExprPtr column(std::string table, std::string name, Type type = Type::text);
ExprPtr parameter(int index, Type type);
ExprPtr literal(base::Value value, Type type);
ExprPtr boolean(bool value);
ExprPtr make(ExprKind kind, std::vector<ExprPtr> children, Type type = Type::boolean);
/// Flattens, drops TRUE, and gives FALSE when a child is FALSE (and the other way round for `any_of`).
ExprPtr all_of(std::vector<ExprPtr> children);
ExprPtr any_of(std::vector<ExprPtr> children);
ExprPtr exists(Select select);
ExprPtr scalar(Select select, Type type);
ExprPtr json_object(std::vector<JsonMember> members);
ExprPtr json_array(Select select);

}  // namespace tenon::sql
