#pragma once
#include "query/bulk/csv.hpp"
#include "query/bulk/format.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace tenon::query::bulk {

/// Fills a buffer with the next bytes of a file; 0 at its end. Throws std::runtime_error where they cannot be read.
using ByteSource = std::function<std::size_t(char* buffer, std::size_t size)>;

/// A place between two records of a file.
struct FilePlace {
  std::uint64_t bytes = 0;  ///< before it
  std::uint64_t lines = 0;  ///< before it
};

struct Record {
  std::string_view bytes;  ///< as in the file, with the line end; empty where `too_long`; valid until the next call
  std::uint64_t line = 0;  ///< where it begins, from 1
  FilePlace end;           ///< behind it
  bool too_long = false;   ///< longer than limits::max_record_bytes: passed over
  bool hopeless = false;   ///< too long because a quote is not closed: nothing behind it can be told apart
};

/// Cuts a file into records, in memory bounded by the longest that is allowed. A byte order mark at the start of the
/// file is no part of the first record. Not thread-safe.
class RecordReader {
 public:
  RecordReader(ByteSource source, Format format, FilePlace start = {});
  /// False at the end of the file.
  bool next(Record& record);

 private:
  bool fill();
  std::size_t find_end(std::string_view bytes);
  void finish(Record& record, std::size_t size);
  void pass_over(Record& record);

  ByteSource source_;
  Format format_;
  FilePlace place_;
  std::string buffer_;
  std::size_t begin_ = 0;  ///< of what was not given out yet, in `buffer_`
  bool ended_ = false;
  CsvBoundary boundary_;
};

}  // namespace tenon::query::bulk
