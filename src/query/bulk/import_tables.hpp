#pragma once
#include "base/value.hpp"
#include "query/bulk/record_reader.hpp"
#include "sql/render.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Tables of ours that remember how far a file was imported. They are written in the transaction of the rows
/// themselves, so they are never ahead of them or behind.
namespace tenon::query::bulk {

namespace table {
inline constexpr const char* imports = "tenon_imports";          ///< one row a file
inline constexpr const char* import_keys = "tenon_import_keys";  ///< keys whose row was not there yet
}  // namespace table

/// What tells one import from another: into what, and from where.
struct ImportName {
  std::string resource;  ///< its table
  std::string source;    ///< absolute path, or "-"
};

/// How far a file was imported.
struct ImportState {
  FilePlace place;         ///< behind the last row that is stored
  std::uint64_t rows = 0;  ///< so many are stored or were skipped
  std::string checksum;    ///< of the bytes before `place`, see FileChecksum
  bool finished = false;
};

/// A key of a row that could not be set when the row was stored.
struct LateKey {
  std::uint64_t line = 0;
  std::string field;  ///< name of a to-one relation or a many-to-many list
  std::string row;    ///< id of the row, as text
  std::string key;    ///< as text
};

/// Statements on those tables, for one dialect. Immutable once made.
struct ImportTableStatements {
  explicit ImportTableStatements(sql::Dialect dialect);

  sql::Statement load;       ///< (resource, source) -> bytes, lines, rows, checksum, finished
  sql::Statement insert;     ///< (resource, source, bytes, lines, rows, checksum, finished, changed_at)
  sql::Statement update;     ///< the same, then the bytes that are remembered now: changes nothing if others are
  sql::Statement remove;     ///< (resource, source)
  sql::Statement add_key;    ///< (resource, source, line, field, row, key)
  sql::Statement list_keys;  ///< (resource, source, limit, offset) -> line, field, row, key; by line
  sql::Statement drop_key;   ///< as add_key
  sql::Statement drop_keys;  ///< (resource, source)
  sql::Statement drop_row;   ///< (resource, source, row): its keys
};

/// Makes the tables.
std::vector<std::string> import_tables(sql::Dialect dialect);

std::vector<base::Value> parameters_of(const ImportName& name);
std::vector<base::Value> parameters_of(const ImportName& name, const ImportState& state);
std::vector<base::Value> parameters_of(const ImportName& name, const LateKey& key);

/// Names the first bytes of a file, record by record.
class FileChecksum {
 public:
  FileChecksum() = default;
  /// Goes on from the text of another one.
  explicit FileChecksum(std::string text) : text_(std::move(text)) {}
  void add(std::string_view record);
  const std::string& text() const { return text_; }  ///< hexadecimal

 private:
  std::string text_;
};

}  // namespace tenon::query::bulk
