#include "db/cursor_keys.hpp"
#include "db/json_row.hpp"
#include "db/sqlite/function_support.hpp"
#include "db/sqlite/functions.hpp"
#include "db/sqlite/row.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace tenon::db::sqlite {
namespace {

/// Appends the members that the specification in the last argument makes of the others, with commas between.
void append_members(std::string& out, int count, Arguments values) {
  if (count == 0) return;
  append_specified(out, text_of(values[count - 1]), ArgumentRow(values), count);
}

void object(sqlite3_context* context, int count, Arguments values) {
  std::string text = "{";
  append_members(text, count, values);
  text += '}';
  give_text(context, text);
}

/// For objects of more members than a function has arguments.
void members(sqlite3_context* context, int count, Arguments values) {
  std::string text;
  append_members(text, count, values);
  give_text(context, text);
}

void join_members(sqlite3_context* context, int count, Arguments values) {
  std::string text = "{";
  for (int i = 0; i < count; ++i) {
    const auto part = text_of(values[i]);
    if (part.empty()) continue;
    // A part may begin or end inside a nested object.
    if (text.back() != '{' && part.front() != '}') text += ',';
    text += part;
  }
  text += '}';
  give_text(context, text);
}

/// JSON texts, row by row, as one array.
class Array {
 public:
  void add(sqlite3_value* value) {
    text_ += text_.empty() ? '[' : ',';
    if (is_null(value))
      text_ += "null";
    else
      text_ += text_of(value);
  }
  void finish(sqlite3_context* context) {
    if (text_.empty()) text_ += '[';
    text_ += ']';
    give_text(context, text_);
  }

 private:
  std::string text_;
};

void cursor_keys(sqlite3_context* context, int count, Arguments values) {
  std::string text;
  write_cursor_keys(text, ArgumentRow(values), text_of(values[count - 1]));
  give_text(context, text);
}

/// JSON texts of the rows of a page as one array: no more than the second argument says.
template <bool reversed>
class PageRows {
 public:
  void add(Arguments values) {
    if (static_cast<std::int64_t>(ends_.size()) >= sqlite3_value_int64(values[1])) return;
    if (ends_.empty() && !reversed) text_ = '[';
    if (is_null(values[0]))
      text_ += "null";
    else
      text_ += text_of(values[0]);
    if (!reversed) text_ += ',';
    ends_.push_back(text_.size());
  }
  void finish(sqlite3_context* context) {
    if (ends_.empty()) return give_text(context, "[]");
    if (!reversed) {
      text_.back() = ']';
      return give_text(context, text_);
    }
    std::string turned = "[";
    turned.reserve(text_.size() + ends_.size() + 1);
    for (auto i = ends_.size(); i-- > 0;) {
      const auto begin = i == 0 ? 0 : ends_[i - 1];
      turned.append(text_, begin, ends_[i] - begin);
      turned += i == 0 ? ']' : ',';
    }
    give_text(context, turned);
  }

 private:
  std::string text_;
  std::vector<std::size_t> ends_;
};

/// The text of one row of a page.
template <bool last>
class PageRow {
 public:
  void add(Arguments values) {
    if (count_ >= (last ? sqlite3_value_int64(values[1]) : std::min<sqlite3_int64>(1, sqlite3_value_int64(values[1]))))
      return;
    ++count_;
    text_ = text_of(values[0]);
  }
  void finish(sqlite3_context* context) {
    if (count_ > 0) give_text(context, text_);
  }

 private:
  std::string text_;
  std::int64_t count_ = 0;
};

}  // namespace

void register_json_functions(sqlite3* handle) {
  add_function<object>(handle, "tenon_object", -1);
  add_function<members>(handle, "tenon_members", -1);
  add_function<join_members>(handle, "tenon_join_members", -1);
  add_function<cursor_keys>(handle, "tenon_cursor_keys", -1);
  Aggregate<Array>::add_to(handle, "tenon_array");
  Aggregate<PageRows<false>>::add_to(handle, "tenon_page", 2);
  Aggregate<PageRows<true>>::add_to(handle, "tenon_page_reversed", 2);
  Aggregate<PageRow<false>>::add_to(handle, "tenon_page_first", 2);
  Aggregate<PageRow<true>>::add_to(handle, "tenon_page_last", 2);
}

}  // namespace tenon::db::sqlite
