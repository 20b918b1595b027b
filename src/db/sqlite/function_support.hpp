#pragma once
#include <sqlite3.h>

#include <exception>
#include <memory>
#include <new>
#include <string>
#include <string_view>

/// What the functions of ours have in common.
namespace tenon::db::sqlite {

using Arguments = sqlite3_value**;
using Function = void (*)(sqlite3_context*, int, Arguments);

inline bool is_null(sqlite3_value* value) {
  return sqlite3_value_type(value) == SQLITE_NULL;
}

/// Bytes of a text or blob, zero bytes included; numbers as text; empty for NULL.
inline std::string_view text_of(sqlite3_value* value) {
  const void* data = sqlite3_value_blob(value);
  if (!data) return {};
  return {static_cast<const char*>(data), static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

inline void give_text(sqlite3_context* context, std::string_view text) {
  sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

inline void give_truth(sqlite3_context* context, bool truth) {
  sqlite3_result_int(context, truth ? 1 : 0);
}

/// No exception may pass through SQLite's frames.
template <Function function>
void contained(sqlite3_context* context, int count, Arguments values) {
  try {
    function(context, count, values);
  } catch (const std::bad_alloc&) {
    sqlite3_result_error_nomem(context);
  } catch (const std::exception& fault) {
    sqlite3_result_error(context, fault.what(), -1);
  }
}

inline constexpr int pure = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;

/// `count` is the number of arguments, -1 for any.
template <Function function>
void add_function(sqlite3* handle, const char* name, int count) {
  sqlite3_create_function_v2(handle, name, count, pure, nullptr, contained<function>, nullptr, nullptr, nullptr);
}

/// NULL if any argument is NULL.
template <Function function>
void unless_null(sqlite3_context* context, int count, Arguments values) {
  for (int i = 0; i < count; ++i)
    if (is_null(values[i])) return sqlite3_result_null(context);
  function(context, count, values);
}

/// An aggregate whose state is a `State`: `void add(sqlite3_value*)` for each row (or `void add(Arguments)`, where it
/// takes several) and `void finish(sqlite3_context*)`. Without rows, a fresh State finishes.
template <typename State>
class Aggregate {
 public:
  static void add_to(sqlite3* handle, const char* name, int count = 1) {
    sqlite3_create_function_v2(handle, name, count, pure, nullptr, nullptr, contained<step>, finish, nullptr);
  }

 private:
  /// SQLite keeps nothing but this pointer between the rows.
  static State** slot(sqlite3_context* context, int size) {
    return static_cast<State**>(sqlite3_aggregate_context(context, size));
  }

  static void step(sqlite3_context* context, int, Arguments values) {
    State** state = slot(context, sizeof(State*));
    if (!state) throw std::bad_alloc();
    if (!*state) *state = new State;
    if constexpr (requires(State& into) { into.add(values); })
      (*state)->add(values);
    else
      (*state)->add(values[0]);
  }

  // Called for abandoned aggregates too: here the state is freed.
  static void finish(sqlite3_context* context) {
    State** state = slot(context, 0);
    const std::unique_ptr<State> kept(state ? *state : nullptr);
    try {
      if (kept)
        kept->finish(context);
      else
        State().finish(context);
    } catch (const std::bad_alloc&) {
      sqlite3_result_error_nomem(context);
    }
  }
};

}  // namespace tenon::db::sqlite
