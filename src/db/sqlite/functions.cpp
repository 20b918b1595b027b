#include "base/decimal.hpp"
#include "base/pattern.hpp"
#include "db/json_row.hpp"
#include "db/sqlite/connection.hpp"
#include "db/sqlite/row.hpp"
#include "sql/row_specification.hpp"

#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <new>
#include <string>

namespace tenon::db::sqlite {
namespace {

std::string_view text_of(sqlite3_value* value) {
  const auto* data = sqlite3_value_text(value);
  return data ? std::string_view(reinterpret_cast<const char*>(data),
                                 static_cast<std::size_t>(sqlite3_value_bytes(value)))
              : std::string_view();
}

void give_text(sqlite3_context* context, std::string_view text) {
  sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

/// No exception may pass through SQLite's frames.
template <void (*function)(sqlite3_context*, int, sqlite3_value**)>
void guarded(sqlite3_context* context, int count, sqlite3_value** values) {
  try {
    function(context, count, values);
  } catch (const std::bad_alloc&) {
    sqlite3_result_error_nomem(context);
  } catch (const std::exception& fault) {
    sqlite3_result_error(context, fault.what(), -1);
  }
}

enum class Arithmetic : std::uint8_t { add, subtract, multiply, divide, modulo };

/// False where the result does not exist: overflow, division by zero.
bool compute(Arithmetic op, std::int64_t left, std::int64_t right, std::int64_t& out) {
  switch (op) {
    case Arithmetic::add: return !__builtin_add_overflow(left, right, &out);
    case Arithmetic::subtract: return !__builtin_sub_overflow(left, right, &out);
    case Arithmetic::multiply: return !__builtin_mul_overflow(left, right, &out);
    case Arithmetic::divide:
    case Arithmetic::modulo:
      if (right == 0 || (left == std::numeric_limits<std::int64_t>::min() && right == -1)) return false;
      out = op == Arithmetic::divide ? left / right : left % right;
      return true;
  }
  return false;
}

bool compute(Arithmetic op, double left, double right, double& out) {
  switch (op) {
    case Arithmetic::add: out = left + right; break;
    case Arithmetic::subtract: out = left - right; break;
    case Arithmetic::multiply: out = left * right; break;
    case Arithmetic::divide: out = left / right; break;
    case Arithmetic::modulo: out = std::fmod(left, right); break;
  }
  return std::isfinite(out);
}

template <Arithmetic op>
void arithmetic(sqlite3_context* context, int, sqlite3_value** values) {
  const int left = sqlite3_value_type(values[0]);
  const int right = sqlite3_value_type(values[1]);
  if (left == SQLITE_NULL || right == SQLITE_NULL) return sqlite3_result_null(context);
  if (left == SQLITE_INTEGER && right == SQLITE_INTEGER) {
    std::int64_t result = 0;
    if (!compute(op, sqlite3_value_int64(values[0]), sqlite3_value_int64(values[1]), result))
      return sqlite3_result_null(context);
    return sqlite3_result_int64(context, result);
  }
  double result = 0;
  if (!compute(op, sqlite3_value_double(values[0]), sqlite3_value_double(values[1]), result))
    return sqlite3_result_null(context);
  sqlite3_result_double(context, result);
}

void negate(sqlite3_context* context, int, sqlite3_value** values) {
  switch (sqlite3_value_type(values[0])) {
    case SQLITE_INTEGER: {
      std::int64_t result = 0;
      if (__builtin_sub_overflow(std::int64_t{0}, static_cast<std::int64_t>(sqlite3_value_int64(values[0])), &result))
        return sqlite3_result_null(context);
      return sqlite3_result_int64(context, result);
    }
    case SQLITE_FLOAT: return sqlite3_result_double(context, -sqlite3_value_double(values[0]));
    default: return sqlite3_result_null(context);
  }
}

void matches(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) == SQLITE_NULL || sqlite3_value_type(values[1]) == SQLITE_NULL)
    return sqlite3_result_null(context);
  auto* pattern = static_cast<base::Pattern*>(sqlite3_get_auxdata(context, 1));
  std::unique_ptr<base::Pattern> made;
  if (!pattern) {
    made = std::make_unique<base::Pattern>(text_of(values[1]));
    pattern = made.get();
  }
  sqlite3_result_int(context, pattern->matches(text_of(values[0])) ? 1 : 0);
  if (made)
    sqlite3_set_auxdata(context, 1, made.release(), [](void* kept) { delete static_cast<base::Pattern*>(kept); });
}

/// The words of a client's text as FTS5 strings, all of which must occur: no operator of FTS5's syntax can be meant.
void search_words(sqlite3_context* context, int, sqlite3_value** values) {
  std::string query;
  const auto text = text_of(values[0]);
  std::size_t at = 0;
  while (at < text.size()) {
    const auto begin = text.find_first_not_of(" \t\r\n", at);
    if (begin == std::string_view::npos) break;
    auto end = text.find_first_of(" \t\r\n", begin);
    if (end == std::string_view::npos) end = text.size();
    if (!query.empty()) query += ' ';
    query += '"';
    for (char c : text.substr(begin, end - begin)) {
      if (c == '"') query += '"';
      query += c;
    }
    query += '"';
    at = end;
  }
  if (query.empty()) return sqlite3_result_null(context);
  give_text(context, query);
}

using Members = std::vector<RowMember>;

Members read_members(std::string_view specification) {
  Members members;
  int column = 1;
  for (auto& specified : sql::read_specification(specification)) {
    RowMember member;
    member.name = std::move(specified.name);
    member.kind = specified.kind;
    member.hidden = specified.hidden;
    if (specified.guarded) member.guard = column++;
    member.column = column++;
    members.push_back(std::move(member));
  }
  return members;
}

/// tenon_members(specification, values...): the members of an object without its braces.
void members(sqlite3_context* context, int, sqlite3_value** values) {
  auto* plan = static_cast<Members*>(sqlite3_get_auxdata(context, 0));
  std::unique_ptr<Members> made;
  if (!plan) {
    made = std::make_unique<Members>(read_members(text_of(values[0])));
    plan = made.get();
  }
  std::string text;
  base::JsonWriter json(text);
  write_row(json, ArgumentRow(values), *plan);
  give_text(context, std::string_view(text).substr(1, text.size() - 2));
  if (made) sqlite3_set_auxdata(context, 0, made.release(), [](void* kept) { delete static_cast<Members*>(kept); });
}

/// tenon_object(members...): one object of all the members.
void object(sqlite3_context* context, int count, sqlite3_value** values) {
  std::string text = "{";
  for (int i = 0; i < count; ++i) {
    const auto part = text_of(values[i]);
    if (part.empty()) continue;
    if (text.size() > 1) text += ',';
    text += part;
  }
  text += '}';
  give_text(context, text);
}

/// SQLite keeps only this pointer's bytes between the steps of an aggregate.
std::string** array_state(sqlite3_context* context, int size) {
  return static_cast<std::string**>(sqlite3_aggregate_context(context, size));
}

void array_step(sqlite3_context* context, int, sqlite3_value** values) {
  auto** state = array_state(context, sizeof(std::string*));
  if (!state) return sqlite3_result_error_nomem(context);
  if (!*state) *state = new std::string("[");
  if ((*state)->size() > 1) **state += ',';
  **state += text_of(values[0]);
}

void array_finish(sqlite3_context* context) {
  auto** state = array_state(context, 0);
  if (!state || !*state) return give_text(context, "[]");
  const std::unique_ptr<std::string> text(*state);
  *state = nullptr;
  try {
    *text += ']';
    give_text(context, *text);
  } catch (const std::bad_alloc&) {
    sqlite3_result_error_nomem(context);
  }
}

int decimal_order(void*, int left_size, const void* left, int right_size, const void* right) {
  return base::compare_decimal({static_cast<const char*>(left), static_cast<std::size_t>(left_size)},
                               {static_cast<const char*>(right), static_cast<std::size_t>(right_size)});
}

}  // namespace

void register_functions(sqlite3* handle) {
  constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  const auto scalar = [&](const char* name, int count, void (*function)(sqlite3_context*, int, sqlite3_value**)) {
    sqlite3_create_function_v2(handle, name, count, flags, nullptr, function, nullptr, nullptr, nullptr);
  };
  scalar("tenon_add", 2, guarded<arithmetic<Arithmetic::add>>);
  scalar("tenon_subtract", 2, guarded<arithmetic<Arithmetic::subtract>>);
  scalar("tenon_multiply", 2, guarded<arithmetic<Arithmetic::multiply>>);
  scalar("tenon_divide", 2, guarded<arithmetic<Arithmetic::divide>>);
  scalar("tenon_modulo", 2, guarded<arithmetic<Arithmetic::modulo>>);
  scalar("tenon_negate", 1, guarded<negate>);
  scalar("tenon_matches", 2, guarded<matches>);
  scalar("tenon_search_words", 1, guarded<search_words>);
  scalar("tenon_members", -1, guarded<members>);
  scalar("tenon_object", -1, guarded<object>);
  sqlite3_create_function_v2(handle, "tenon_array", 1, flags, nullptr, nullptr, guarded<array_step>, array_finish,
                             nullptr);
  sqlite3_create_collation_v2(handle, "decimal", SQLITE_UTF8, nullptr, decimal_order, nullptr);
}

}  // namespace tenon::db::sqlite
