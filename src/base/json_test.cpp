#include "base/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenon::base {
namespace {

using testing::HasSubstr;

std::string round_trip(std::string_view text) {
  const auto json = parse_json(text);
  return json ? to_text(*json) : "fault: " + json.error().message;
}

std::string fault_of(std::string_view text, const JsonLimits& limits = {}) {
  const auto json = parse_json(text, limits);
  if (json) return "accepted: " + to_text(*json);
  EXPECT_EQ(json.error().code, ErrorCode::bad_request);
  return json.error().message;
}

TEST(Json, ReadsEveryKindOfValueAtTheRoot) {
  for (const std::string_view text :
       {"null", "true", "false", "0", "-0", "12.50", "1e400", R"("text")", "[]", "{}", R"([1,[2,{"a":null}],"b"])"})
    EXPECT_EQ(round_trip(text), text);
}

TEST(Json, KeepsNumbersAsTheyWereWritten) {
  EXPECT_EQ(round_trip("[9007199254740993, 0.10, -1.5E+3, 123456789012345678901234567890]"),
            "[9007199254740993,0.10,-1.5E+3,123456789012345678901234567890]");
}

TEST(Json, AllowsWhitespaceWhereTheStandardDoes) {
  EXPECT_EQ(round_trip(" \t\r\n{ \"a\" : [ 1 , 2 ] } \n"), R"({"a":[1,2]})");
  EXPECT_EQ(round_trip("\n7 \n"), "7");
  EXPECT_EQ(round_trip(" \"a\" "), "\"a\"");
  EXPECT_EQ(round_trip(" null "), "null");
}

TEST(Json, DecodesEscapesAndSurrogatePairs) {
  const auto json = parse_json(R"("\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\u0000")");
  ASSERT_TRUE(json);
  EXPECT_EQ(*json->string(), std::string("\"\\/\b\f\n\r\té😀\0", 15));
}

TEST(Json, KeepsMembersInInputOrder) {
  EXPECT_EQ(round_trip(R"({"b":1,"a":2,"":3})"), R"({"b":1,"a":2,"":3})");
}

TEST(Json, FindsMembersOfObjectsOnly) {
  const auto json = parse_json(R"({"a":{"b":true}})");
  ASSERT_TRUE(json);
  ASSERT_TRUE(json->find("a"));
  EXPECT_TRUE(*json->find("a")->find("b")->boolean());
  EXPECT_FALSE(json->find("c"));
  EXPECT_FALSE(Json().find("a"));
}

TEST(Json, NamesTheKindOfAValue) {
  for (const auto& [text, name] : {std::pair{"null", "null"},
                                   {"true", "boolean"},
                                   {"1", "number"},
                                   {"\"\"", "string"},
                                   {"[]", "array"},
                                   {"{}", "object"}})
    EXPECT_EQ(parse_json(text)->kind_name(), name);
}

class MalformedJson : public testing::TestWithParam<std::string> {};

TEST_P(MalformedJson, IsRefused) {
  EXPECT_THAT(fault_of(GetParam()), testing::StartsWith("Invalid JSON: "));
}

INSTANTIATE_TEST_SUITE_P(
    Rfc8259, MalformedJson,
    testing::Values("", " ", "\n\n", "[", "]", "{", "}", "[1", "[1,", "[1,]", "[,1]", "[,]", "[1 2]", "[1,,2]", "[}",
                    "{]", "{,}", R"({"a")", R"({"a":)", R"({"a":1)", R"({"a":1,})", R"({"a" 1})", R"({"a"x:1})",
                    R"({"a":1 "b":2})", R"({"a":1"b":2})", R"({a:1})", R"({1:1})", R"({null:1})", R"({"a":})",
                    R"({"a"})", R"({"a",1})", R"({"a":1}})", "[[]", "[]]", "[] []", "[]x", "{}1", "1 2", "1,",
                    "\"a\" \"b\"", "\"a\"x", "\"a\"1", "true false", "nul", "nulll", "null x", "tru", "True", "NaN",
                    "Infinity", "-Infinity", "undefined", "01", "-01", "+1", "-", "1.", ".1", "1.e1", "1e", "1e+",
                    "0x1", "1_000", "--1", "1-", "[01]", "[1.]", "[-]", "[+1]", "[tru]", "[nul]", "[truee]", "[1\"a\"]",
                    "[\"a\"1]", "[1\"]\"]", "'a'", "\"", "\"a", "[\"a]", R"("\x")", R"("\u12")", R"("\u12G4")",
                    R"("\U0041")", R"("\")", R"("\ud800")", R"("\ude00")", R"("\ud800\u0041")", R"("\ud800\ud800")",
                    R"(["\ude00"])", R"({"\ud800":1})", R"({"\ude00":1})", "\"a\nb\"", "\"\t\"", "[\"a\x01\"]",
                    "// x\n1", "/* x */ 1", "[1] // x", "\xEF\xBB\xBF[]", "[\f1]", "[\v]", "\xC2\xA0[]"));

INSTANTIATE_TEST_SUITE_P(Bytes, MalformedJson,
                         testing::Values(std::string("[1]\0", 4), std::string("\0", 1), std::string("1\0", 2),
                                         std::string("\"a\0b\"", 5), std::string("\"a\"\0", 4), "\"\xFF\"",
                                         "\"\xC0\xAF\"", "\"\xED\xA0\x80\"", "\"\xF4\x90\x80\x80\"", "\"\xE2\x82\"",
                                         "{\"\xFF\":1}", "\xFF", "[\xE2\x82\xAC]"));

TEST(Json, SaysWhereTheFaultIs) {
  EXPECT_EQ(fault_of(R"({"a": 01})"), "Invalid JSON: no value at byte 6");
  EXPECT_EQ(fault_of("[1] x"), "Invalid JSON: text after the value at byte 4");
  EXPECT_EQ(fault_of(""), "Invalid JSON: the text is empty");
  EXPECT_EQ(fault_of("[1"), "Invalid JSON: the text ends too early");
  EXPECT_EQ(fault_of("\"\xFF\""), "Invalid JSON: the text is not valid UTF-8");
  EXPECT_THAT(fault_of(R"({"a" 1})"), HasSubstr(" at byte "));
}

TEST(Json, RefusesNamesThatOccurTwiceAlsoWhenSpeltDifferently) {
  EXPECT_EQ(fault_of(R"({"role":"user","\u0072ole":"admin"})"),
            R"(Invalid JSON: the name "role" occurs twice in one object)");
  EXPECT_THAT(fault_of(R"([{"a":{"b":1,"b":1}}])"), HasSubstr("twice"));
  EXPECT_EQ(round_trip(R"([{"a":1},{"a":1}])"), R"([{"a":1},{"a":1}])");
}

TEST(Json, FindsTheOneDuplicateInABigObject) {
  std::string text = "{";
  for (int i = 0; i < 50'000; ++i) text += "\"k" + std::to_string(i) + "\":0,";
  EXPECT_TRUE(parse_json(text + "\"last\":0}"));
  EXPECT_THAT(fault_of(text + "\"k7\":0}"), HasSubstr("\"k7\""));
}

TEST(Json, StopsAtTheLimitOfDepth) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(parse_json(nested(32)));
  EXPECT_EQ(fault_of(nested(33)), "Invalid JSON: nested deeper than 32 levels");
  EXPECT_THAT(fault_of(nested(400'000)), HasSubstr("Invalid JSON"));
  EXPECT_THAT(fault_of(std::string(400'000, '[')), HasSubstr("Invalid JSON"));
  EXPECT_TRUE(parse_json(nested(1000), {.max_depth = 1000}));
}

TEST(Json, StopsAtTheLimitOfBytes) {
  EXPECT_TRUE(parse_json("[1,2]", {.max_bytes = 5}));
  EXPECT_EQ(fault_of("[1,2]", {.max_bytes = 4}), "Invalid JSON: longer than 4 bytes");
}

TEST(Json, StopsAtTheLimitOfValues) {
  EXPECT_TRUE(parse_json(R"([1,{"a":2}])", {.max_values = 4}));
  EXPECT_EQ(fault_of(R"([1,{"a":2}])", {.max_values = 3}), "Invalid JSON: more than 3 values");
}

TEST(Json, ReadsTheNextTextAfterAFault) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(fault_of(R"({"a":[1,2,{"b":tru}]})"), HasSubstr("no value"));
    EXPECT_EQ(round_trip(R"({"a":[1,2]})"), R"({"a":[1,2]})");
  }
}

TEST(Json, ReadsTextsLargerThanWhatAThreadKeeps) {
  const std::string text = "\"" + std::string(300'000, 'x') + "\"";
  EXPECT_EQ(round_trip(text), text);
}

}  // namespace
}  // namespace tenon::base
