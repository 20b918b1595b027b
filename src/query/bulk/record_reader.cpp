#include "query/bulk/record_reader.hpp"

#include <algorithm>
#include <utility>

namespace tenon::query::bulk {
namespace {

constexpr std::size_t chunk_bytes = 256 << 10;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

RecordReader::RecordReader(ByteSource source, Format format, FilePlace start)
    : source_(std::move(source)), format_(format), place_(start) {
  if (start.bytes > 0) return;
  while (buffer_.size() < byte_order_mark.size() && fill()) {
  }
  if (!buffer_.starts_with(byte_order_mark)) return;
  begin_ = byte_order_mark.size();
  place_.bytes = byte_order_mark.size();
}

bool RecordReader::fill() {
  if (ended_) return false;
  if (begin_ > 0) {
    buffer_.erase(0, begin_);
    begin_ = 0;
  }
  const auto size = buffer_.size();
  buffer_.resize(size + chunk_bytes);
  const auto got = source_(buffer_.data() + size, chunk_bytes);
  buffer_.resize(size + got);
  ended_ = got == 0;
  return !ended_;
}

std::size_t RecordReader::find_end(std::string_view bytes) {
  if (format_ == Format::csv) return boundary_.find_end(bytes);
  const auto end = bytes.find('\n');
  return end == std::string_view::npos ? CsvBoundary::none : end + 1;
}

bool RecordReader::next(Record& record) {
  record = {};
  record.line = place_.lines + 1;
  boundary_ = {};
  std::size_t looked = 0;
  while (true) {
    const auto bytes = std::string_view(buffer_).substr(begin_);
    const auto end = find_end(bytes.substr(looked));
    if (end != CsvBoundary::none) {
      finish(record, looked + end);
      return true;
    }
    looked = bytes.size();
    if (looked > limits::max_record_bytes) {
      pass_over(record);
      return true;
    }
    if (fill()) continue;
    if (looked == 0) return false;
    // The last line may lack its end.
    finish(record, looked);
    return true;
  }
}

void RecordReader::finish(Record& record, std::size_t size) {
  const auto bytes = std::string_view(buffer_).substr(begin_, size);
  begin_ += size;
  place_.bytes += size;
  place_.lines += static_cast<std::uint64_t>(std::ranges::count(bytes, '\n'));
  record.end = place_;
  if (bytes.size() > limits::max_record_bytes)
    record.too_long = true;
  else
    record.bytes = bytes;
}

void RecordReader::pass_over(Record& record) {
  record.too_long = true;
  record.hopeless = boundary_.quoted();
  while (true) {
    const auto bytes = std::string_view(buffer_).substr(begin_);
    const auto end = bytes.find('\n');
    const auto size = end == std::string_view::npos ? bytes.size() : end + 1;
    begin_ += size;
    place_.bytes += size;
    if (end != std::string_view::npos) {
      ++place_.lines;
      break;
    }
    if (!fill()) break;
  }
  record.end = place_;
}

}  // namespace tenon::query::bulk
