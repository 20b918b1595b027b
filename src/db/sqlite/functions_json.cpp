#include "db/json_row.hpp"
#include "db/sqlite/function_support.hpp"
#include "db/sqlite/functions.hpp"
#include "db/sqlite/row.hpp"

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
    if (text.size() > 1) text += ',';
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

}  // namespace

void register_json_functions(sqlite3* handle) {
  add_function<object>(handle, "tenon_object", -1);
  add_function<members>(handle, "tenon_members", -1);
  add_function<join_members>(handle, "tenon_join_members", -1);
  Aggregate<Array>::add_to(handle, "tenon_array");
}

}  // namespace tenon::db::sqlite
