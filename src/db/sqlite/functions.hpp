#pragma once

struct sqlite3;

namespace tenon::db::sqlite {

/// Registers the functions and the collation that sql::SqliteWriter uses. All of them are pure: they look at their
/// arguments and nothing else.
void register_functions(sqlite3* handle);

// One group a file.
void register_arithmetic(sqlite3* handle);
void register_text_functions(sqlite3* handle);
void register_json_functions(sqlite3* handle);
void register_decimal_functions(sqlite3* handle);

}  // namespace tenon::db::sqlite
