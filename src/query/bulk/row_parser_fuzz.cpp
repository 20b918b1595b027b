#include "query/bulk/row_parser.hpp"
#include "query/testing/test_small_blog.hpp"

#include <cstdint>
#include <cstdlib>

/// Any line of either format is a row or faults, never both empty-handed and silent.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tenon::query;
  static const testing::Parts parts;
  const std::string_view record(reinterpret_cast<const char*>(data), size);
  for (const auto format : {bulk::Format::ndjson, bulk::Format::csv}) {
    bulk::RowParser parser(parts.type("Post"), format);
    std::vector<tenon::base::ErrorDetail> faults;
    const auto end = record.find('\n');
    auto header = format == bulk::Format::csv ? record.substr(0, end) : std::string_view();
    if (parser.wants_header()) parser.read_header(header, faults);
    if (parser.wants_header() && faults.empty()) std::abort();
    if (parser.wants_header()) continue;
    const auto rest = format == bulk::Format::csv && end != std::string_view::npos ? record.substr(end + 1) : record;
    const auto row = parser.parse(rest, faults);
    if (row.values.empty() && row.links.empty() && faults.empty()) std::abort();
  }
  return 0;
}
