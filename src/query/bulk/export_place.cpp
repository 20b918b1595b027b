#include "base/json.hpp"
#include "query/bulk/export.hpp"
#include "query/bulk/row_parser.hpp"

#include <stdexcept>
#include <utility>

namespace tenon::query::bulk {
namespace {

std::runtime_error another_export(std::string_view why) {
  return std::runtime_error("what was written so far is not the beginning of this export (" + std::string(why) +
                            "): delete it and start again");
}

/// The fields of a complete row, in order.
void require_fields(std::string_view record, const ExportedFields& fields) {
  const auto json =
      base::parse_json(record, {.max_bytes = limits::max_record_bytes, .max_values = limits::max_json_values});
  const auto* members = json ? json->object() : nullptr;
  if (!members || members->size() != fields.size()) throw another_export("its rows have other fields");
  for (std::size_t i = 0; i < fields.size(); ++i)
    if ((*members)[i].first != fields[i]->name) throw another_export("its rows have other fields");
}

}  // namespace

ExportPlace find_export_place(ByteSource source, const schema::Resource& resource, const ExportedFields& fields,
                              Format format, const std::string& header) {
  RecordReader reader(std::move(source), format);
  RowParser parser(resource, format);
  ExportPlace found;
  Record record;
  std::string last;
  bool first = true;
  while (reader.next(record) && record.bytes.ends_with('\n')) {
    if (first && format == Format::csv) {
      if (record.bytes != header) throw another_export("it has another header");
      std::vector<base::ErrorDetail> ignored;
      parser.read_header(record.bytes, ignored);
    } else {
      last = record.bytes;
      ++found.rows;
    }
    first = false;
    found.place = record.end;
  }
  if (last.empty()) return found;
  if (format == Format::ndjson) require_fields(last, fields);
  std::vector<base::ErrorDetail> faults;
  const auto row = parser.parse(last, faults);
  if (!faults.empty()) throw another_export("its last row is not one of this schema");
  for (const auto& value : row.values)
    if (value.field == resource.id) found.last = value.value;
  if (base::is_null(found.last)) throw another_export("its last row has no id");
  return found;
}

}  // namespace tenon::query::bulk
