#include "base/decimal.hpp"
#include "db/sqlite/decimal_sum.hpp"
#include "db/sqlite/function_support.hpp"
#include "db/sqlite/functions.hpp"

namespace tenon::db::sqlite {
namespace {

std::string_view view(const void* data, int size) {
  return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
}

int compare(void*, int left_size, const void* left, int right_size, const void* right) {
  return base::compare_decimal(view(left, left_size), view(right, right_size));
}

struct Sum {
  DecimalSum total;
  std::int64_t count = 0;

  void add(sqlite3_value* value) {
    if (is_null(value)) return;
    total.add(text_of(value));
    ++count;
  }
  void finish(sqlite3_context* context) const {
    if (count == 0) return sqlite3_result_null(context);
    give_text(context, total.sum());
  }
};

struct Average : Sum {
  void finish(sqlite3_context* context) const {
    if (count == 0) return sqlite3_result_null(context);
    give_text(context, total.average(count));
  }
};

}  // namespace

void register_decimal_functions(sqlite3* handle) {
  sqlite3_create_collation_v2(handle, "decimal", SQLITE_UTF8, nullptr, compare, nullptr);
  Aggregate<Sum>::add_to(handle, "tenon_sum_decimal");
  Aggregate<Average>::add_to(handle, "tenon_average_decimal");
}

}  // namespace tenon::db::sqlite
