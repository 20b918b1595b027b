#include "query/bulk/record_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

namespace tenon::query::bulk {
namespace {

ByteSource source_of(std::string bytes, std::size_t step = 3) {
  return [bytes = std::move(bytes), step, given = std::size_t{0}](char* buffer, std::size_t room) mutable {
    const auto count = std::min({step, room, bytes.size() - given});
    std::memcpy(buffer, bytes.data() + given, count);
    given += count;
    return count;
  };
}

/// "line@end bytes", one each.
std::vector<std::string> read(RecordReader& reader) {
  std::vector<std::string> all;
  Record record;
  while (reader.next(record))
    all.push_back(std::to_string(record.line) + "@" + std::to_string(record.end.bytes) + " " +
                  (record.too_long ? "too long" : std::string(record.bytes)) + (record.hopeless ? ", hopeless" : ""));
  return all;
}
using Lines = std::vector<std::string>;

TEST(RecordReader, CountsLinesAndBytes) {
  RecordReader lines(source_of("{}\n\n[]\r\nlast"), Format::ndjson);
  EXPECT_EQ(read(lines), (Lines{"1@3 {}\n", "2@4 \n", "3@8 []\r\n", "4@12 last"}));
  RecordReader records(source_of("a\n\"b\nc\",d\r\ne\n"), Format::csv);
  EXPECT_EQ(read(records), (Lines{"1@2 a\n", "2@11 \"b\nc\",d\r\n", "4@13 e\n"}));
  RecordReader nothing(source_of(""), Format::csv);
  EXPECT_EQ(read(nothing), Lines{});
}

TEST(RecordReader, LeavesAByteOrderMarkOut) {
  RecordReader reader(source_of("\xEF\xBB\xBF{}\n{}\n"), Format::ndjson);
  EXPECT_EQ(read(reader), (Lines{"1@6 {}\n", "2@9 {}\n"}));
  RecordReader part(source_of("\xEF\xBB"), Format::ndjson);
  EXPECT_EQ(read(part), Lines{"1@2 \xEF\xBB"});
}

TEST(RecordReader, GoesOnFromAnyPlace) {
  RecordReader reader(source_of("c\nd\n"), Format::ndjson, {.bytes = 4, .lines = 2});
  EXPECT_EQ(read(reader), (Lines{"3@6 c\n", "4@8 d\n"}));
}

TEST(RecordReader, PassesOverWhatIsTooLong) {
  const std::string longest(limits::max_record_bytes - 1, 'x');
  RecordReader fits(source_of(longest + "\ny\n", 1 << 20), Format::ndjson);
  EXPECT_EQ(read(fits), (Lines{"1@" + std::to_string(longest.size() + 1) + " " + longest + "\n",
                               "2@" + std::to_string(longest.size() + 3) + " y\n"}));
  const std::string huge(2 * limits::max_record_bytes, 'x');
  RecordReader reader(source_of("a\n" + huge + "\nb\n", 1 << 20), Format::ndjson);
  EXPECT_EQ(read(reader), (Lines{"1@2 a\n", "2@" + std::to_string(huge.size() + 3) + " too long",
                                 "3@" + std::to_string(huge.size() + 5) + " b\n"}));
}

TEST(RecordReader, SaysThatAnOpenQuoteSpoilsTheRest) {
  RecordReader reader(source_of("a\n\"" + std::string(limits::max_record_bytes + 1, 'x'), 1 << 20), Format::csv);
  const auto lines = read(reader);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_TRUE(lines[1].ends_with("too long, hopeless"));
}

}  // namespace
}  // namespace tenon::query::bulk
