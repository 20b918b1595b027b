#include "query/answer_row.hpp"

#include "base/json_writer.hpp"
#include "db/json_row.hpp"
#include "query/cursor.hpp"

namespace tenon::query {

void append_id_only(const base::Value& id, std::string& out) {
  base::JsonWriter json(out);
  json.begin_object();
  json.key("id");
  if (const auto* text = std::get_if<std::string>(&id))
    json.string(*text);
  else if (const auto* number = std::get_if<std::int64_t>(&id))
    json.string(std::to_string(*number));
  json.end_object();
}

base::Task<base::Result<std::string>> append_answer(Steps& steps, const CompiledRead& answer, const base::Value& id,
                                                    std::span<const base::Value> operands,
                                                    const base::Secret& cursor_key, std::string& out) {
  std::string etag;
  const auto start = out.size();
  bool found = false;
  if (!answer.nothing) {
    const db::OnRow on_row = [&](const db::RowView& row) {
      base::JsonWriter json(out);
      db::write_row(json, row, answer.members);
      etag = etag_of(row.integer(answer.version_column));
      found = true;
      return false;
    };
    std::vector<base::Value> values(operands.begin(), operands.end());
    if (values.empty()) values.emplace_back();
    values.front() = id;
    auto outcome = co_await steps.run(answer.rows, values, on_row);
    if (!outcome) co_return std::unexpected(db::to_error(outcome.error()));
  }
  if (!found) {
    // Where every member was asked for by name there is no object with another one.
    if (answer.spelled_out)
      out += "null";
    else
      append_id_only(id, out);
  }
  if (!answer.cursors.empty()) resolve_cursors(out, start, cursor_key.reveal(), answer.cursors);
  co_return etag;
}

}  // namespace tenon::query
