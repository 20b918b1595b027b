#include "db/sqlite/function_support.hpp"
#include "db/sqlite/functions.hpp"

#include <cmath>
#include <cstdint>
#include <limits>

// The same results as access/arithmetic.cpp, which judges the same rules in memory: NULL where there is none.
namespace tenon::db::sqlite {
namespace {

enum class Operation : std::uint8_t { add, subtract, multiply, divide, modulo };

bool calculate(Operation operation, std::int64_t left, std::int64_t right, std::int64_t& out) {
  switch (operation) {
    case Operation::add: return !__builtin_add_overflow(left, right, &out);
    case Operation::subtract: return !__builtin_sub_overflow(left, right, &out);
    case Operation::multiply: return !__builtin_mul_overflow(left, right, &out);
    case Operation::divide:
      if (right == 0 || (right == -1 && left == std::numeric_limits<std::int64_t>::min())) return false;
      out = left / right;
      return true;
    case Operation::modulo:
      if (right == 0) return false;
      // The processor traps on the smallest number modulo -1.
      out = right == -1 ? 0 : left % right;
      return true;
  }
  return false;
}

bool calculate(Operation operation, double left, double right, double& out) {
  switch (operation) {
    case Operation::add: out = left + right; break;
    case Operation::subtract: out = left - right; break;
    case Operation::multiply: out = left * right; break;
    case Operation::divide:
      if (right == 0) return false;
      out = left / right;
      break;
    case Operation::modulo: return false;
  }
  return std::isfinite(out);
}

bool is_number(sqlite3_value* value) {
  const int type = sqlite3_value_type(value);
  return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

template <Operation operation>
void arithmetic(sqlite3_context* context, int, Arguments values) {
  sqlite3_result_null(context);
  if (!is_number(values[0]) || !is_number(values[1])) return;
  if (sqlite3_value_type(values[0]) == SQLITE_INTEGER && sqlite3_value_type(values[1]) == SQLITE_INTEGER) {
    std::int64_t result = 0;
    if (calculate(operation, sqlite3_value_int64(values[0]), sqlite3_value_int64(values[1]), result))
      sqlite3_result_int64(context, result);
    return;
  }
  double result = 0;
  if (calculate(operation, sqlite3_value_double(values[0]), sqlite3_value_double(values[1]), result))
    sqlite3_result_double(context, result);
}

void negate(sqlite3_context* context, int, Arguments values) {
  if (sqlite3_value_type(values[0]) == SQLITE_FLOAT)
    return sqlite3_result_double(context, -sqlite3_value_double(values[0]));
  const std::int64_t number = sqlite3_value_int64(values[0]);
  if (sqlite3_value_type(values[0]) != SQLITE_INTEGER || number == std::numeric_limits<std::int64_t>::min())
    return sqlite3_result_null(context);
  sqlite3_result_int64(context, -number);
}

/// SQLite's own sum() fails where the total does not fit; this gives NULL.
class Sum {
 public:
  void add(sqlite3_value* value) {
    if (!is_number(value)) return;
    any_ = true;
    if (sqlite3_value_type(value) == SQLITE_FLOAT) {
      real_ = true;
      real_total_ += sqlite3_value_double(value);
    } else {
      total_ += sqlite3_value_int64(value);
    }
  }

  void finish(sqlite3_context* context) const {
    sqlite3_result_null(context);
    if (!any_) return;
    if (real_) {
      const double total = real_total_ + static_cast<double>(total_);
      if (std::isfinite(total)) sqlite3_result_double(context, total);
    } else if (total_ >= std::numeric_limits<std::int64_t>::min() &&
               total_ <= std::numeric_limits<std::int64_t>::max()) {
      sqlite3_result_int64(context, static_cast<std::int64_t>(total_));
    }
  }

 private:
  // No table has the 2^64 rows that would overflow it.
  __extension__ typedef __int128 Wide;
  Wide total_ = 0;
  double real_total_ = 0;
  bool any_ = false;
  bool real_ = false;
};

}  // namespace

void register_arithmetic(sqlite3* handle) {
  add_function<arithmetic<Operation::add>>(handle, "tenon_add", 2);
  add_function<arithmetic<Operation::subtract>>(handle, "tenon_subtract", 2);
  add_function<arithmetic<Operation::multiply>>(handle, "tenon_multiply", 2);
  add_function<arithmetic<Operation::divide>>(handle, "tenon_divide", 2);
  add_function<arithmetic<Operation::modulo>>(handle, "tenon_modulo", 2);
  add_function<negate>(handle, "tenon_negate", 1);
  Aggregate<Sum>::add_to(handle, "tenon_sum");
}

}  // namespace tenon::db::sqlite
