#include "base/pattern.hpp"
#include "db/sqlite/function_support.hpp"
#include "db/sqlite/functions.hpp"

#include <algorithm>

namespace tenon::db::sqlite {
namespace {

/// Code points, also behind a zero byte, where SQLite's length() ends.
void length(sqlite3_context* context, int, Arguments values) {
  const auto count = std::ranges::count_if(text_of(values[0]),
                                           [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  sqlite3_result_int64(context, count);
}

void ends_with(sqlite3_context* context, int, Arguments values) {
  give_truth(context, text_of(values[0]).ends_with(text_of(values[1])));
}

void contains(sqlite3_context* context, int, Arguments values) {
  give_truth(context, text_of(values[0]).find(text_of(values[1])) != std::string_view::npos);
}

/// The smallest text above all that begin with the argument: exclusive end of a range.
void after_prefix(sqlite3_context* context, int, Arguments values) {
  std::string end(text_of(values[0]));
  while (!end.empty() && end.back() == '\xFF') end.pop_back();
  // Nothing is above: but every blob is above every text.
  if (end.empty()) return sqlite3_result_zeroblob(context, 0);
  end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  give_text(context, end);
}

void matches(sqlite3_context* context, int, Arguments values) {
  if (auto* pattern = static_cast<base::Pattern*>(sqlite3_get_auxdata(context, 1)))
    return give_truth(context, pattern->matches(text_of(values[0])));
  const auto text = text_of(values[1]);
  if (base::Pattern::fault(text)) return sqlite3_result_null(context);
  auto pattern = std::make_unique<base::Pattern>(text);
  give_truth(context, pattern->matches(text_of(values[0])));
  sqlite3_set_auxdata(context, 1, pattern.release(), [](void* kept) { delete static_cast<base::Pattern*>(kept); });
}

bool separates_words(char c) {
  // A zero byte would end FTS5's reading in the middle of a string.
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0';
}

/// The words of a client's text as FTS5 strings, all of which must occur: nothing in it can be an operator.
void search_words(sqlite3_context* context, int, Arguments values) {
  std::string query;
  auto rest = text_of(values[0]);
  while (true) {
    const auto begin = std::ranges::find_if_not(rest, separates_words);
    if (begin == rest.end()) break;
    const auto end = std::find_if(begin, rest.end(), separates_words);
    if (!query.empty()) query += ' ';
    query += '"';
    for (const char c : std::string_view(begin, end)) {
      if (c == '"') query += '"';
      query += c;
    }
    query += '"';
    rest = {end, rest.end()};
  }
  // An empty string matches no row, where an empty query is a syntax error.
  give_text(context, query.empty() ? "\"\"" : query);
}

}  // namespace

void register_text_functions(sqlite3* handle) {
  add_function<unless_null<length>>(handle, "tenon_length", 1);
  add_function<unless_null<ends_with>>(handle, "tenon_ends_with", 2);
  add_function<unless_null<contains>>(handle, "tenon_contains", 2);
  add_function<unless_null<after_prefix>>(handle, "tenon_after_prefix", 1);
  add_function<unless_null<matches>>(handle, "tenon_matches", 2);
  add_function<search_words>(handle, "tenon_search_words", 1);
}

}  // namespace tenon::db::sqlite
