#include "db/sqlite/functions.hpp"

namespace tenon::db::sqlite {

void register_functions(sqlite3* handle) {
  register_arithmetic(handle);
  register_text_functions(handle);
  register_json_functions(handle);
  register_decimal_functions(handle);
}

}  // namespace tenon::db::sqlite
