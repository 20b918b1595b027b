#include "db/postgres/record.hpp"

#include "db/postgres/cell.hpp"
#include "db/postgres/numeric.hpp"
#include "db/postgres/oid.hpp"
#include "db/postgres/wire.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tenon::db::postgres {
namespace {

using Member = std::pair<std::uint32_t, std::string>;

std::string record_of(const std::vector<Member>& members) {
  std::string bytes;
  append_unsigned(bytes, static_cast<std::uint32_t>(members.size()));
  for (const auto& [type, value] : members) {
    append_unsigned(bytes, type);
    append_unsigned(bytes, static_cast<std::uint32_t>(value.size()));
    bytes += value;
  }
  return bytes;
}

std::string object(const std::string& specification, const std::vector<Member>& members) {
  return record_of({{oid::text, specification}, {oid::record, record_of(members)}});
}

std::string nested(int depth) {
  auto bytes = object("0-0,4:\"a\":", {{oid::text, "x"}});
  for (int i = 1; i < depth; ++i) bytes = object("7-0,4:\"a\":", {{oid::record, bytes}});
  return bytes;
}

TEST(PostgresRecords, AreWrittenAsJson) {
  std::string out;
  ASSERT_TRUE(append_record(out, object("0-0,4:\"a\":7-1,4:\"b\":", {{oid::text, "x\"y"}, {oid::json, "[1]"}}), 0));
  EXPECT_EQ(out, R"({"a":"x\"y","b":[1]})");
}

TEST(PostgresRecords, ThatAreCutOrChangedAreRefusedOrReadWithinTheirBounds) {
  const auto whole = object("0-0,4:\"a\":7-1,4:\"b\":", {{oid::text, "x"}, {oid::record, nested(2)}});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    std::string out;
    EXPECT_FALSE(append_record(out, std::string_view(whole).substr(0, size), 0)) << size;
  }
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const char byte : {'\0', '\x7f', '\xff'}) {
      auto changed = whole;
      changed[i] = byte;
      std::string out;
      try {
        append_record(out, changed, 0);
      } catch (const std::runtime_error&) {
        // A value that its type cannot have.
      }
    }
  }
}

TEST(PostgresRecords, MayNotNestWithoutEnd) {
  std::string out;
  EXPECT_TRUE(append_record(out, nested(max_record_depth), 0));
  EXPECT_THROW(append_record(out, nested(max_record_depth + 1), 0), std::runtime_error);
}

TEST(PostgresNumbers, ThatAreMalformedAreRefused) {
  std::string out;
  EXPECT_FALSE(append_numeric(out, ""));
  EXPECT_FALSE(append_numeric(out, std::string("\0\1\0\0\0\0\0\0", 8)));
  EXPECT_FALSE(append_numeric(out, std::string("\0\1\0\0\0\0\0\0\x27\x10", 10))) << "a group of 10000";
  EXPECT_FALSE(append_numeric(out, std::string("\xff\xff\0\0\0\0\0\0", 8)));
}

}  // namespace
}  // namespace tenon::db::postgres
