#include "base/json_writer.hpp"
#include "base/task_blocking.hpp"
#include "db/sqlite/open.hpp"

#include <cstdlib>

using namespace tenon;

namespace {

db::Database& database() {
  static const auto opened = db::sqlite::open_temporary({});
  return *opened;
}

}  // namespace

/// Any text is a literal, a member's name and a column's name, and comes back as it went.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::string name;
  for (const char c : text)
    if (c != '\0') name += c;
  sql::Select inner;
  inner.outputs = {{sql::literal(text, sql::Type::text), name}};
  sql::JsonMember member;
  member.name = text;
  member.value = sql::parameter(0, sql::Type::text);
  sql::Select select;
  select.from = std::make_shared<const sql::Select>(inner);
  select.alias = "a" + name;
  select.outputs = {{sql::column("a" + name, name), {}}, {sql::json_object({member}), {}}};
  if (name.empty()) select.outputs[0].expr = sql::literal(text, sql::Type::text);
  const auto statement = sql::render(select, sql::Dialect::sqlite);
  bool same = false;
  const db::OnRow on_row = [&](const db::RowView& row) {
    std::string object = "{";
    base::append_json_string(object, text);
    object += ':';
    base::append_json_string(object, text);
    same = row.text(0) == text && row.text(1) == object + "}";
    return true;
  };
  const std::vector<base::Value> values{text};
  const std::function<void()> restart = [] {};
  auto outcome = base::run_blocking(database().read(statement, values, on_row, restart, base::Deadline::never()));
  if (!outcome || !same) std::abort();
  return 0;
}
