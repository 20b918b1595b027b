#include "base/json_writer.hpp"

#include "base/json.hpp"
#include "base/utf8.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace tenon::base {
namespace {

std::string json_text(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

std::string number(double value) {
  std::string out;
  append_json_double(out, value);
  return out;
}

TEST(JsonWriter, PutsCommasBetweenMembersAndElementsAtEveryLevel) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.member("a", "x");
  json.key("b");
  json.begin_array();
  json.integer(-1);
  json.floating(0.5);
  json.boolean(true);
  json.null();
  json.begin_object();
  json.end_object();
  json.begin_array();
  json.end_array();
  json.raw(R"({"c":1})");
  json.end_array();
  json.member("d", std::int64_t{7});
  json.end_object();
  EXPECT_EQ(out, R"({"a":"x","b":[-1,0.5,true,null,{},[],{"c":1}],"d":7})");
}

TEST(JsonWriter, WritesTheWholeRangeOfIntegers) {
  std::string out;
  JsonWriter json(out);
  json.begin_array();
  json.integer(std::numeric_limits<std::int64_t>::min());
  json.integer(std::numeric_limits<std::int64_t>::max());
  json.end_array();
  EXPECT_EQ(out, "[-9223372036854775808,9223372036854775807]");
}

TEST(JsonString, EscapesWhatMustBeEscapedAtEveryPlaceOfAWord) {
  for (std::size_t before = 0; before < 20; ++before) {
    for (int code = 0; code < 0x80; ++code) {
      const std::string text = std::string(before, 'a') + static_cast<char>(code) + "bcdefghij";
      const auto json = parse_json(json_text(text));
      ASSERT_TRUE(json) << before << ' ' << code;
      ASSERT_EQ(*json->string(), text);
    }
  }
}

TEST(JsonString, UsesTheShortEscapes) {
  EXPECT_EQ(json_text("\b\t\n\f\r\"\\/"), R"("\b\t\n\f\r\"\\/")");
  EXPECT_EQ(json_text(std::string_view("\0\x1f\x7f", 3)), "\"\\u0000\\u001f\x7f\"");
}

TEST(JsonString, CopiesUtf8AsItIs) {
  EXPECT_EQ(json_text("grüße €😀 ok"), "\"grüße €😀 ok\"");
}

TEST(JsonString, ReplacesBytesThatAreNoUtf8) {
  EXPECT_EQ(json_text("a\xFF"
                      "b"),
            "\"a\uFFFD"
            "b\"");
  EXPECT_EQ(json_text("\xED\xA0\x80"), "\"\uFFFD\uFFFD\uFFFD\"");
  EXPECT_EQ(json_text("12345678\xE2\x82"), "\"12345678\uFFFD\uFFFD\"");
  EXPECT_EQ(json_text("\xC0\xAF"), "\"\uFFFD\uFFFD\"");
}

TEST(JsonString, IsValidWhateverTheBytes) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; second += 3) {
      const std::string bytes{static_cast<char>(first), static_cast<char>(second), static_cast<char>(first ^ second),
                              'x'};
      ASSERT_TRUE(parse_json(json_text(bytes))) << first << ' ' << second;
    }
  }
}

TEST(JsonDouble, IsTheShortestTextThatReadsBackTheSame) {
  EXPECT_EQ(number(0.1), "0.1");
  EXPECT_EQ(number(1.0), "1");
  EXPECT_EQ(number(-0.0), "-0");
  EXPECT_EQ(number(1e100), "1e+100");
  EXPECT_EQ(number(1.7976931348623157e308), "1.7976931348623157e+308");
  EXPECT_EQ(number(5e-324), "5e-324");
  EXPECT_EQ(number(0.30000000000000004), "0.30000000000000004");
}

TEST(JsonDouble, IsNullWhenNotFinite) {
  EXPECT_EQ(number(std::nan("")), "null");
  EXPECT_EQ(number(HUGE_VAL), "null");
  EXPECT_EQ(number(-HUGE_VAL), "null");
}

TEST(Utf8, TellsWellFormedTextFromOther) {
  for (const std::string_view good : {"", "a", "ä", "€", "😀", "\xF4\x8F\xBF\xBF", "\xEE\x80\x80"})
    EXPECT_TRUE(is_utf8(good)) << good;
  for (const std::string_view bad :
       {"\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5", "\xC3"})
    EXPECT_FALSE(is_utf8(bad));
}

TEST(Utf8, SequenceLengthAgreesWithTheValidator) {
  for (int first = 0; first < 256; ++first)
    for (int second = 0; second < 256; ++second) {
      for (const std::string_view rest : {"", "\x80", "\xBF\x80", "\x80\xC0", "A"}) {
        std::string bytes{static_cast<char>(first), static_cast<char>(second)};
        bytes += rest;
        std::size_t expected = 0;
        for (std::size_t length = 4; length >= 1; --length)
          if (bytes.size() >= length && is_utf8(bytes.substr(0, length)) && utf8_length(bytes.substr(0, length)) == 1)
            expected = length;
        ASSERT_EQ(utf8_sequence_length(bytes), expected) << first << ' ' << second;
      }
    }
  EXPECT_EQ(utf8_sequence_length(""), 0U);
}

TEST(Utf8, CountsCodePoints) {
  EXPECT_EQ(utf8_length(""), 0U);
  EXPECT_EQ(utf8_length("aä€😀"), 4U);
}

}  // namespace
}  // namespace tenon::base
