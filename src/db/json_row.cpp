#include "db/json_row.hpp"

#include "base/base64.hpp"
#include "sql/row_specification.hpp"

namespace tenon::db {

void write_value(base::JsonWriter& out, const RowView& row, int column, sql::JsonKind kind) {
  if (kind == sql::JsonKind::begin) return out.begin_object();
  if (kind == sql::JsonKind::end) return out.end_object();
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
    case sql::JsonKind::date_time: out.date_time(row.integer(column)); return;
    case sql::JsonKind::bytes: out.string(base::base64_encode(row.text(column))); return;
    case sql::JsonKind::json: out.raw(row.text(column)); return;
    case sql::JsonKind::begin:
    case sql::JsonKind::end: return;  // above: they have no column
  }
}

std::string quoted_key(std::string_view name) {
  std::string key;
  base::append_json_string(key, name);
  key += ':';
  return key;
}

void write_row(base::JsonWriter& out, const RowView& row, const std::vector<RowMember>& members) {
  out.begin_object();
  for (const auto& member : members) {
    const bool hidden = member.guard >= 0 && row.integer(member.guard) == 0;
    if (hidden && member.hidden == sql::WhenHidden::omit) continue;
    if (!member.key.empty()) out.quoted_key(member.key);
    if (hidden)
      member.hidden == sql::WhenHidden::null ? out.null() : out.raw(std::string_view(&masked_marker, 1));
    else
      write_value(out, row, member.column, member.kind);
  }
  out.end_object();
}

void append_specified(std::string& out, std::string_view specification, const RowView& row, int count) {
  sql::SpecifiedMember member;
  bool first = true;
  while (sql::next_member(specification, member) && member.value < count && member.guard < count) {
    const bool hidden = member.guard >= 0 && row.integer(member.guard) == 0;
    if (hidden && member.hidden == sql::WhenHidden::omit) continue;
    if (!first && member.kind != sql::JsonKind::end) out += ',';
    first = member.kind == sql::JsonKind::begin;
    out += member.key;
    if (hidden) {
      member.hidden == sql::WhenHidden::null ? out += "null" : out += masked_marker;
      continue;
    }
    base::JsonWriter json(out);
    write_value(json, row, member.value, member.kind);
  }
}

}  // namespace tenon::db
