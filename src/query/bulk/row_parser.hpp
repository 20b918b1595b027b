#pragma once
#include "base/json.hpp"
#include "query/bulk/format.hpp"
#include "query/operation.hpp"

#include <string_view>
#include <vector>

namespace tenon::query::bulk {

/// From records to checked values, by the checks of the API's bodies (schema::check_input). An operator may give every
/// stored field: id, times, owner and read-only fields too. Not thread-safe: CSV keeps its header.
class RowParser {
 public:
  RowParser(const schema::Resource& resource, Format format) : resource_(resource), format_(format) {}

  /// CSV: whether the header was read. NDJSON has none.
  bool wants_header() const { return format_ == Format::csv && columns_.empty(); }
  /// CSV: the first record. Appends what is wrong with it; then nothing else can be read.
  void read_header(std::string_view record, std::vector<base::ErrorDetail>& faults);

  /// Whether there is a row in it: blank lines have none.
  bool is_blank(std::string_view record) const;
  /// One record. Every fault of it is appended; a fault that is about no field has no name.
  RowInput parse(std::string_view record, std::vector<base::ErrorDetail>& faults) const;

 private:
  RowInput parse_object(const base::Json::Object& members, std::vector<base::ErrorDetail>& faults) const;
  const schema::Field* find(std::string_view name, std::vector<base::ErrorDetail>& faults) const;

  const schema::Resource& resource_;
  Format format_;
  std::vector<const schema::Field*> columns_;
};

}  // namespace tenon::query::bulk
