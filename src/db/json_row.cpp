#include "db/json_row.hpp"

#include "base/base64.hpp"
#include "base/time.hpp"

namespace tenon::db {

void write_value(base::JsonWriter& out, const RowView& row, int column, sql::JsonKind kind) {
  if (row.is_null(column)) {
    out.null();
    return;
  }
  switch (kind) {
    case sql::JsonKind::text: out.string(row.text(column)); return;
    case sql::JsonKind::number: out.integer(row.integer(column)); return;
    case sql::JsonKind::big: out.string(row.text(column)); return;
    case sql::JsonKind::floating: out.floating(row.floating(column)); return;
    case sql::JsonKind::boolean: out.boolean(row.integer(column) != 0); return;
    case sql::JsonKind::date_time: {
      std::string text = "\"";
      base::append_date_time(text, row.integer(column));
      text += '"';
      out.raw(text);
      return;
    }
    case sql::JsonKind::bytes: out.string(base::base64_encode(row.text(column))); return;
    case sql::JsonKind::json: out.raw(row.text(column)); return;
  }
}

void write_row(base::JsonWriter& out, const RowView& row, const std::vector<RowMember>& members) {
  out.begin_object();
  for (const auto& member : members) {
    const bool hidden = member.guard >= 0 && row.integer(member.guard) == 0;
    if (hidden && member.hidden == sql::WhenHidden::omit) continue;
    out.key(member.name);
    if (hidden)
      out.raw(std::string_view(&masked_marker, 1));
    else
      write_value(out, row, member.column, member.kind);
  }
  out.end_object();
}

}  // namespace tenon::db
