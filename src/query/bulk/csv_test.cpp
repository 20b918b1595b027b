#include "query/bulk/csv.hpp"

#include <gtest/gtest.h>

namespace tenon::query::bulk {
namespace {

/// Cells as `text` or `"text"`, joined by |; or what is wrong.
std::string cells(std::string_view record) {
  const auto parsed = parse_csv_record(record);
  if (!parsed) return "fault: " + parsed.error();
  std::string text;
  for (const auto& cell : *parsed) {
    if (&cell != &parsed->front()) text += '|';
    text += cell.quoted ? '"' + cell.text + '"' : cell.text;
  }
  return text;
}

/// Records of a text, as their sizes; fed in pieces of `step` bytes.
std::vector<std::size_t> records(std::string_view text, std::size_t step) {
  std::vector<std::size_t> sizes;
  CsvBoundary boundary;
  std::size_t size = 0;
  while (!text.empty()) {
    const auto piece = text.substr(0, step);
    const auto end = boundary.find_end(piece);
    const auto taken = end == CsvBoundary::none ? piece.size() : end;
    size += taken;
    text.remove_prefix(taken);
    if (end == CsvBoundary::none) continue;
    sizes.push_back(size);
    size = 0;
    boundary = {};
  }
  if (size > 0) sizes.push_back(size);
  return sizes;
}

TEST(Csv, ReadsCellsAsTheStandardHasThem) {
  EXPECT_EQ(cells("a,b,c"), "a|b|c");
  EXPECT_EQ(cells("a,b,c\r\n"), "a|b|c");
  EXPECT_EQ(cells("a,b,c\n"), "a|b|c");
  EXPECT_EQ(cells("\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\"\r\n"), "\"a,b\"|\"say \"hi\"\"|\"two\r\nlines\"");
  EXPECT_EQ(cells(" a , b "), " a | b ");
}

TEST(Csv, TellsNothingFromAnEmptyText) {
  EXPECT_EQ(cells(",\"\","), "|\"\"|");
  EXPECT_EQ(cells(""), "");
  EXPECT_EQ(cells("\"\""), "\"\"");
}

TEST(Csv, RefusesWhatTheStandardHasNot) {
  EXPECT_EQ(cells("a\"b,c"), "fault: a quote stands in a value that is not quoted");
  EXPECT_EQ(cells("\"a\"b"), "fault: text follows the quote that ends a value");
  EXPECT_EQ(cells("\"a\" ,b"), "fault: text follows the quote that ends a value");
  EXPECT_EQ(cells("a,\"b"), "fault: a quoted value is not closed");
  EXPECT_EQ(cells("a\rb"), "fault: a carriage return stands in a value that is not quoted");
}

TEST(Csv, FindsTheEndOfARecordWhereverTheBytesAreCut) {
  const std::string_view text = "a,\"b\n\"\"\",c\r\nd\"e,f\n\"\"\n\"g\"\"\",\n,\nlast";
  for (std::size_t step = 1; step <= text.size(); ++step)
    EXPECT_EQ(records(text, step), (std::vector<std::size_t>{12, 6, 3, 7, 2, 4})) << step;
}

TEST(Csv, ASlipSpoilsItsOwnLineOnly) {
  EXPECT_EQ(records("a\"b,c\nd\n", 100), (std::vector<std::size_t>{6, 2}));
  EXPECT_EQ(records("\"a\"b\"\nd\n", 100), (std::vector<std::size_t>{6, 2}));
}

TEST(Csv, WritesWhatItReads) {
  for (const std::string text :
       {"a", "", ",", "\"", "\"\"", "a\nb", "a\r\nb", " a ", "\xC3\xA9", "null", "\r", "a\"b"}) {
    std::string out;
    append_csv_text(out, text);
    const auto parsed = parse_csv_record(out);
    ASSERT_TRUE(parsed) << out;
    ASSERT_EQ(parsed->size(), 1U) << out;
    EXPECT_EQ(parsed->front().text, text);
    EXPECT_TRUE(!text.empty() || parsed->front().quoted);
  }
}

}  // namespace
}  // namespace tenon::query::bulk
