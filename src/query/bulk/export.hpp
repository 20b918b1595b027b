#pragma once
#include "db/database.hpp"
#include "db/json_row.hpp"
#include "query/bulk/format.hpp"
#include "query/bulk/record_reader.hpp"
#include "schema/model.hpp"
#include "sql/render.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tenon::db {
class Session;
}

namespace tenon::query::bulk {

/// What of a resource is written: every stored field as declared, then many-to-many lists.
using ExportedFields = std::vector<const schema::Field*>;

/// Each link is written once, with the row that is imported last: `resources` in the order in which they will be
/// imported, `resource` one of them.
ExportedFields exported_fields(const schema::Resource& resource, std::span<const schema::Resource* const> resources);

/// Those pointed to come first, so that rows can be imported in this order.
std::vector<const schema::Resource*> import_order(const schema::Model& model);

/// Writes the rows of one resource, page by page in the order of their ids. The same code writes each value as for the
/// API (db/json_row.hpp). Not thread-safe.
class RowExporter {
 public:
  RowExporter(const schema::Resource& resource, ExportedFields fields, Format format, sql::Dialect dialect);

  /// What a file begins with: the names of the fields in CSV, nothing in NDJSON.
  std::string header() const;

  struct Page {
    std::size_t rows = 0;
    base::Value last;  ///< id of the last row
  };
  /// Appends up to `page_rows` rows (and about `page_bytes`, without lists) whose id is greater than `after` (Null:
  /// from the first row on). Throws std::runtime_error where the database does not answer, and for a row that no import
  /// would take.
  Page write_page(db::Session& session, const base::Value& after, std::string& out);

  static constexpr std::int64_t page_rows = 500;
  static constexpr std::size_t page_bytes = 8 << 20;

 private:
  struct ListStatement {
    const schema::Field* field = nullptr;
    sql::Statement rows;  ///< (first, last) -> (id, key) for all rows between
  };
  void write_object(const db::RowView& row, std::string& out) const;
  void write_cells(const db::RowView& row, std::string& out) const;
  void add_lists(db::Session& session, std::vector<std::string>& rows, const std::vector<base::Value>& ids) const;
  void end_row(std::string& row) const;

  const schema::Resource& resource_;
  ExportedFields fields_;
  Format format_;
  std::vector<db::RowMember> members_;  ///< of the stored fields
  int id_column_ = 0;
  sql::Statement first_page_;
  sql::Statement next_page_;
  std::vector<ListStatement> lists_;
};

/// Where a file that was not written to its end can be gone on with.
struct ExportPlace {
  FilePlace place;         ///< behind the last complete row (or the header)
  std::uint64_t rows = 0;  ///< before it
  base::Value last;        ///< id of the last row; Null: none
};

/// Reads what was written of an export. Throws std::runtime_error if it is not the beginning of this one.
ExportPlace find_export_place(ByteSource source, const schema::Resource& resource, const ExportedFields& fields,
                              Format format, const std::string& header);

}  // namespace tenon::query::bulk
