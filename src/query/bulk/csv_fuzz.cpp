#include "query/bulk/csv.hpp"
#include "query/bulk/record_reader.hpp"

#include <cstdint>
#include <cstdlib>
#include <cstring>

/// Records cut out of any bytes make up all of them, and a record that can be read comes back the same when written.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tenon::query::bulk;
  if (size == 0) return 0;
  const std::size_t step = data[0] % 7 + 1U;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::size_t given = 0;
  const ByteSource source = [&](char* buffer, std::size_t room) {
    const auto count = std::min({step, room, bytes.size() - given});
    std::memcpy(buffer, bytes.data() + given, count);
    given += count;
    return count;
  };
  RecordReader reader(source, Format::csv);
  Record record;
  std::string all = bytes.starts_with("\xEF\xBB\xBF") ? "\xEF\xBB\xBF" : "";
  while (reader.next(record)) {
    all += record.bytes;
    if (record.end.bytes != all.size()) std::abort();
    const auto cells = parse_csv_record(record.bytes);
    if (!cells) continue;
    std::string written;
    for (const auto& cell : *cells) {
      if (&cell != &cells->front()) written += ',';
      if (!cell.text.empty() || cell.quoted) append_csv_text(written, cell.text);
    }
    const auto again = parse_csv_record(written + "\r\n");
    if (!again || again->size() != cells->size()) std::abort();
    for (std::size_t i = 0; i < cells->size(); ++i)
      if ((*again)[i].text != (*cells)[i].text) std::abort();
  }
  if (all != bytes) std::abort();
  return 0;
}
