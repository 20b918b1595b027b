#include "query/bulk/export.hpp"

#include "db/session.hpp"
#include "query/bulk/csv_value.hpp"
#include "query/lower_selection.hpp"
#include "query/sql_type.hpp"

#include <map>
#include <stdexcept>
#include <utility>

namespace tenon::query::bulk {
namespace {

sql::Statement page_statement(const schema::Resource& resource, const ExportedFields& fields, bool behind,
                              sql::Dialect dialect) {
  sql::Select select;
  select.table = resource.table;
  for (const auto* field : fields)
    if (field->stored()) select.outputs.push_back({.expr = column_of({}, *field), .alias = {}});
  const auto id = column_of({}, *resource.id);
  if (behind) select.where = sql::make(sql::ExprKind::greater, {id, sql::parameter(0, sql_type(*resource.id))});
  select.order_by = {{.expr = id}};
  select.limit = sql::literal(RowExporter::page_rows, sql::Type::int64);
  return sql::render(select, dialect);
}

sql::Statement list_statement(const schema::Field& list, sql::Dialect dialect) {
  const auto type = sql_type(*list.owner_type->id);
  const auto row = sql::column({}, list.join.this_column, type);
  const auto key = sql::column({}, list.join.other_column, sql_type(*list.target->id));
  sql::Select select;
  select.table = list.join.table;
  select.outputs = {{.expr = row, .alias = {}}, {.expr = key, .alias = {}}};
  select.where = sql::all_of({sql::make(sql::ExprKind::greater_equal, {row, sql::parameter(0, type)}),
                              sql::make(sql::ExprKind::less_equal, {row, sql::parameter(1, type)})});
  select.order_by = {{.expr = row}, {.expr = key}};
  return sql::render(select, dialect);
}

void run(db::Session& session, const sql::Statement& statement, std::span<const base::Value> parameters,
         const db::OnRow& on_row) {
  if (const auto done = session.run(statement, parameters, on_row); !done)
    throw std::runtime_error("the rows cannot be read: " + done.error().message);
}

}  // namespace

RowExporter::RowExporter(const schema::Resource& resource, ExportedFields fields, Format format, sql::Dialect dialect)
    : resource_(resource),
      fields_(std::move(fields)),
      format_(format),
      first_page_(page_statement(resource, fields_, false, dialect)),
      next_page_(page_statement(resource, fields_, true, dialect)) {
  for (const auto* field : fields_) {
    if (!field->stored()) {
      lists_.push_back({field, list_statement(*field, dialect)});
      continue;
    }
    if (field == resource.id) id_column_ = static_cast<int>(members_.size());
    db::RowMember member;
    member.key = db::quoted_key(field->name);
    member.kind = json_kind(*field);
    member.column = static_cast<int>(members_.size());
    members_.push_back(std::move(member));
  }
}

std::string RowExporter::header() const {
  if (format_ == Format::ndjson) return {};
  std::string line;
  for (const auto* field : fields_) {
    if (!line.empty()) line += ',';
    append_csv_text(line, field->name);
  }
  line += csv_line_end;
  return line;
}

RowExporter::Page RowExporter::write_page(db::Session& session, const base::Value& after, std::string& out) {
  Page page;
  std::vector<std::string> rows;
  std::vector<base::Value> ids;
  std::size_t bytes = 0;
  const db::OnRow on_row = [&](const db::RowView& row) {
    auto& text = rows.emplace_back();
    if (format_ == Format::ndjson)
      write_object(row, text);
    else
      write_cells(row, text);
    ids.push_back(row.value(id_column_));
    bytes += text.size();
    return bytes < page_bytes;
  };
  const std::vector<base::Value> parameters{after};
  if (base::is_null(after))
    run(session, first_page_, {}, on_row);
  else
    run(session, next_page_, parameters, on_row);
  if (rows.empty()) return page;
  add_lists(session, rows, ids);
  page.rows = rows.size();
  page.last = ids.back();
  for (auto& row : rows) {
    end_row(row);
    if (row.size() > limits::max_record_bytes)
      throw std::runtime_error("row " + base::to_debug_text(ids[static_cast<std::size_t>(&row - rows.data())]) +
                               " of " + resource_.name + " is longer than " +
                               std::to_string(limits::max_record_bytes >> 20) + " MiB: no import would take it");
    out += row;
  }
  return page;
}

/// Left open for the lists.
void RowExporter::write_object(const db::RowView& row, std::string& out) const {
  base::JsonWriter json(out);
  db::write_row(json, row, members_);
  out.pop_back();
}

void RowExporter::write_cells(const db::RowView& row, std::string& out) const {
  std::string value;
  for (const auto& member : members_) {
    if (member.column > 0) out += ',';
    if (row.is_null(member.column)) continue;
    value.clear();
    base::JsonWriter json(value);
    db::write_value(json, row, member.column, member.kind);
    append_csv_value(out, value, member.kind);
  }
}

void RowExporter::add_lists(db::Session& session, std::vector<std::string>& rows,
                            const std::vector<base::Value>& ids) const {
  if (lists_.empty()) return;
  std::map<base::Value, std::size_t> places;
  for (std::size_t i = 0; i < ids.size(); ++i) places.emplace(ids[i], i);
  const std::vector<base::Value> range{ids.front(), ids.back()};
  for (const auto& list : lists_) {
    std::vector<std::string> arrays(rows.size());
    const auto kind = json_kind(*list.field->target->id);
    const db::OnRow on_row = [&](const db::RowView& row) {
      // Rows that came meanwhile, where the database gives no snapshot, are of a later page.
      const auto place = places.find(row.value(0));
      if (place == places.end()) return true;
      auto& array = arrays[place->second];
      array += array.empty() ? '[' : ',';
      base::JsonWriter json(array);
      db::write_value(json, row, 1, kind);
      return true;
    };
    run(session, list.rows, range, on_row);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      auto& array = arrays[i];
      if (array.empty()) array += '[';
      array += ']';
      rows[i] += ',';
      if (format_ == Format::csv) {
        append_csv_text(rows[i], array);
        continue;
      }
      rows[i] += db::quoted_key(list.field->name);
      rows[i] += array;
    }
  }
}

void RowExporter::end_row(std::string& row) const {
  if (format_ == Format::csv)
    row += csv_line_end;
  else
    row += "}\n";
}

}  // namespace tenon::query::bulk
