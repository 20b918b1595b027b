#include "db/postgres/record.hpp"

#include "db/cursor_keys.hpp"
#include "db/json_row.hpp"
#include "db/postgres/cell.hpp"
#include "db/postgres/oid.hpp"
#include "db/postgres/wire.hpp"
#include "sql/row_specification.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace tenon::db::postgres {
namespace {

/// A row of more members has no place in a result of PostgreSQL either.
constexpr std::int32_t max_members = 1664;

Cell take_cell(WireReader& reader, std::uint32_t type) {
  Cell cell;
  cell.type = type;
  const auto length = reader.int32();
  if (length < -1) reader.ok = false;
  cell.null = length < 0;
  if (!cell.null) cell.bytes = reader.take(static_cast<std::size_t>(length));
  return cell;
}

/// Members of what record_send wrote; nothing may follow them.
bool read_members(std::string_view bytes, std::vector<Cell>& members) {
  WireReader reader{bytes};
  const auto count = reader.int32();
  if (!reader.ok || count < 0 || count > max_members) return false;
  members.clear();
  for (std::int32_t i = 0; i < count && reader.ok; ++i) {
    const auto type = reader.unsigned32();
    members.push_back(take_cell(reader, type));
  }
  return reader.ok && reader.bytes.empty();
}

class RecordRow final : public RowView {
 public:
  RecordRow(const std::vector<Cell>& members, int depth) : members_(members), depth_(depth) {}
  bool is_null(int column) const override { return members_[column].null; }
  std::int64_t integer(int column) const override { return integer_of(members_[column]); }
  double floating(int column) const override { return floating_of(members_[column]); }
  std::string_view text(int column) const override { return text_of(members_[column], scratch_, depth_ + 1); }
  bool is_blob(int column) const override { return postgres::is_blob(members_[column]); }
  base::Value value(int column) const override { return value_of(members_[column]); }

 private:
  const std::vector<Cell>& members_;
  const int depth_;
  mutable std::string scratch_;  // each value is written before the next is asked for
};

bool append_object(std::string& out, std::string_view specification, std::string_view bytes, int depth,
                   std::vector<Cell>& members) {
  if (!read_members(bytes, members)) return false;
  out += '{';
  append_specified(out, specification, RecordRow(members, depth), static_cast<int>(members.size()));
  out += '}';
  return true;
}

/// What array_send wrote of records, of one dimension or none; `visit` gives false for an element that is malformed.
template <typename Visit>
bool each_element(std::string_view bytes, Visit&& visit) {
  WireReader reader{bytes};
  const auto dimensions = reader.int32();
  reader.int32();  // whether there are nulls
  const auto type = reader.unsigned32();
  if (!reader.ok || type != oid::record || dimensions < 0 || dimensions > 1) return false;
  std::int32_t count = 0;
  if (dimensions == 1) {
    count = reader.int32();
    reader.int32();  // the first index
  }
  if (!reader.ok || count < 0) return false;
  for (std::int32_t i = 0; i < count; ++i) {
    const auto element = take_cell(reader, type);
    if (!reader.ok || !visit(element)) return false;
  }
  return reader.bytes.empty();
}

/// Elements are records of values, all by one specification.
bool append_array(std::string& out, std::string_view specification, std::string_view bytes, int depth) {
  std::vector<Cell> members;
  bool first = true;
  out += '[';
  const bool sound = each_element(bytes, [&](const Cell& element) {
    if (!std::exchange(first, false)) out += ',';
    if (!element.null) return append_object(out, specification, element.bytes, depth, members);
    out += "null";
    return true;
  });
  out += ']';
  return sound;
}

/// Elements are records with specifications of their own. Without rows there is no array at all.
bool append_page(std::string& out, const Cell& rows, bool reversed, int depth) {
  if (rows.null) {
    out += "[]";
    return true;
  }
  if (rows.type != oid::record_array) return false;
  std::vector<std::string> texts;
  const bool sound = each_element(rows.bytes, [&](const Cell& element) {
    auto& text = texts.emplace_back();
    if (!element.null) return append_record(text, element.bytes, depth + 1);
    text = "null";
    return true;
  });
  if (reversed) std::ranges::reverse(texts);
  out += '[';
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) out += ',';
    out += texts[i];
  }
  out += ']';
  return sound;
}

}  // namespace

bool append_record(std::string& out, std::string_view bytes, int depth) {
  std::vector<Cell> pair;
  if (depth >= max_record_depth || !read_members(bytes, pair) || pair.size() != 2) return false;
  const auto& head = pair[0];
  const auto& rows = pair[1];
  if (head.null || (head.type != oid::text && head.type != oid::unknown_literal)) return false;
  const auto specification = head.bytes;
  const bool reversed = specification == sql::reversed_page_specification;
  if (reversed || specification == sql::page_specification) return append_page(out, rows, reversed, depth);
  if (rows.null) {
    out += "null";
    return true;
  }
  if (rows.type == oid::record_array) return append_array(out, specification, rows.bytes, depth);
  if (rows.type != oid::record) return false;
  std::vector<Cell> members;
  if (!specification.empty() && specification.front() == sql::cursor_specification) {
    if (!read_members(rows.bytes, members)) return false;
    if (specification.size() - 1 < members.size()) return false;
    write_cursor_keys(out, RecordRow(members, depth), specification.substr(1));
    return true;
  }
  return append_object(out, specification, rows.bytes, depth, members);
}

}  // namespace tenon::db::postgres
