#include "schema/input.hpp"

#include "schema/test_schema.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

namespace tenon::schema {
namespace {

constexpr std::string_view schema = R"graphql(
enum Color { red green blue }
type Other @resource @public { id: BigInt! x: Int }
type T @resource @public {
  string: String
  required: String!
  short: String @length(min: 2, max: 3)
  code: String @pattern(regex: "^[A-Z]+$")
  slug: String @format(name: "slug")
  phone: String @format(name: "phone")
  color: String @format(name: "color")
  host: String @format(name: "hostname")
  four: String @format(name: "ipv4")
  six: String @format(name: "ipv6")
  int: Int
  small: Int @range(min: -1, max: 10)
  big: BigInt
  bigRange: BigInt @range(max: "9007199254740993")
  float: Float
  floatRange: Float @range(min: 0.5)
  decimal: Decimal
  price: Decimal @range(min: 0, max: "99.99")
  flag: Boolean
  time: DateTime
  day: Date
  clock: Time
  uuid: UUID
  email: Email
  url: URL
  json: JSON
  bytes: Bytes
  fewBytes: Bytes @length(max: 2)
  enum: Color
  ints: [Int!]
  bigs: [BigInt]
  colors: [Color!] @length(max: 2)
  times: [DateTime!]
  owner: T
  other: Other
}
)graphql";

const Resource& resource() {
  static const ModelPtr model = must_load(schema, Lints::skip);
  return *model->find_resource("T");
}

/// The stored value, or "code: message" (with the field where it is another).
std::string read(std::string_view field, std::string_view json) {
  const Field* found = resource().find_field(field);
  auto value = check_input(*found, base::parse_json(json).value());
  if (value) return base::to_debug_text(*value);
  std::string where = value.error().field == field ? "" : value.error().field + " ";
  return where + value.error().code + ": " + value.error().message;
}

std::string read_text(std::string_view field, std::string_view text) {
  auto value = check_text(*resource().find_field(field), text);
  return value ? base::to_debug_text(*value) : value.error().code + ": " + value.error().message;
}

struct Case {
  std::string_view field;
  std::string json;
  std::string expected;
};

TEST(InputTest, AcceptsTheWireFormOfEachScalarAndStoresItsCanonicalForm) {
  const Case cases[] = {
      {"string", R"("")", "''"},
      {"string", R"("ä€😀")", "'ä€😀'"},
      {"string", "null", "null"},
      {"int", "-2147483648", "-2147483648"},
      {"int", "1.0", "1"},
      {"int", "2e3", "2000"},
      {"big", R"("9223372036854775807")", "9223372036854775807"},
      {"big", "-9223372036854775808", "-9223372036854775808"},
      {"float", "1", "1"},
      {"float", "1e-400", "0"},
      {"float", "-0.0", "0"},
      {"decimal", R"("001.500")", "'1.5'"},
      {"decimal", "1e3", "'1000'"},
      {"flag", "true", "true"},
      {"time", R"("2026-01-15T10:30:00+01:00")", "1768469400000000"},
      {"day", R"("2024-02-29")", "'2024-02-29'"},
      {"clock", R"("10:30:00")", "'10:30:00.000000'"},
      {"uuid", R"("01890A5D-AC96-774B-BCCE-B302099A8057")", "'01890a5d-ac96-774b-bcce-b302099a8057'"},
      {"owner", R"("01890A5D-AC96-774B-BCCE-B302099A8057")", "'01890a5d-ac96-774b-bcce-b302099a8057'"},
      {"other", R"("42")", "42"},
      {"email", R"("Ann.Other+x@Example.ORG")", "'ann.other+x@example.org'"},
      {"url", R"("https://example.org:8080/a?b=c#d")", "'https://example.org:8080/a?b=c#d'"},
      {"url", R"("http://[::1]/")", "'http://[::1]/'"},
      {"json", R"({"a": [1, null]})", R"('{"a":[1,null]}')"},
      {"bytes", R"("AAEC")", "<3 bytes>"},
      {"enum", R"("green")", "'green'"},
      {"ints", "[1, 2]", "'[1,2]'"},
      {"bigs", R"([1, null, "2"])", R"('["1",null,"2"]')"},
      {"colors", R"(["red"])", R"('["red"]')"},
      {"times", R"(["2026-01-15T10:30:00Z"])", R"('["2026-01-15T10:30:00.000000Z"]')"},
      {"slug", R"("a-b2")", "'a-b2'"},
      {"phone", R"("+4930123456")", "'+4930123456'"},
      {"color", R"("#1A2b3c")", "'#1A2b3c'"},
      {"host", R"("a.example.org")", "'a.example.org'"},
      {"four", R"("127.0.0.1")", "'127.0.0.1'"},
      {"six", R"("::1")", "'::1'"},
      {"price", R"("99.99")", "'99.99'"},
      {"bigRange", R"("9007199254740993")", "9007199254740993"},
  };
  for (const Case& each : cases)
    EXPECT_EQ(read(each.field, each.json), each.expected) << each.field << " " << each.json;
}

TEST(InputTest, RefusesWhatIsNoValueOfTheType) {
  const Case cases[] = {
      {"required", "null", "required: must not be null"},
      {"string", "1", "type: must be a string, not number"},
      {"string", R"("a\u0000b")", "format: must not contain the character U+0000"},
      {"int", "2147483648", "type: must be a whole number of 32 bits"},
      {"int", "1.5", "type: must be a whole number of 32 bits"},
      {"int", R"("1")", "type: must be a whole number of 32 bits"},
      {"int", "true", "type: must be a whole number of 32 bits"},
      {"big", R"("9223372036854775808")", "type: must be a whole number of 64 bits"},
      {"big", R"("1x")", "type: must be a whole number of 64 bits"},
      {"big", R"("")", "type: must be a whole number of 64 bits"},
      {"big", "[]", "type: must be a whole number, best as a string"},
      {"float", "1e400", "type: must be a finite number"},
      {"float", R"("1")", "type: must be a number"},
      {"decimal", R"("1,5")", "type: must be a decimal number of at most 38 digits, 18 of them after the point"},
      {"decimal", R"("NaN")", "type: must be a decimal number of at most 38 digits, 18 of them after the point"},
      {"flag", "0", "type: must be true or false"},
      {"time", R"("2026-02-30T00:00:00Z")", "format: must be a time as 2026-01-15T10:30:00Z"},
      {"time", R"("2026-01-15")", "format: must be a time as 2026-01-15T10:30:00Z"},
      {"day", R"("2023-02-29")", "format: must be a day as 2026-01-15"},
      {"clock", R"("25:00:00")", "format: must be a time of day as 10:30:00"},
      {"uuid", R"("nope")", "format: must be a UUID"},
      {"owner", R"("1")", "format: must be an id"},
      {"other", R"("x")", "type: must be a whole number of 64 bits"},
      {"email", R"("a@b")", "format: must be an e-mail address"},
      {"email", R"("a b@c.de")", "format: must be an e-mail address"},
      {"email", R"("a@b.de\n")", "format: must be an e-mail address"},
      {"email", R"("@b.de")", "format: must be an e-mail address"},
      {"email", R"("a..b@c.de")", "format: must be an e-mail address"},
      {"url", R"x("javascript:alert(1)")x", "format: must be an absolute URL, as https://example.org/path"},
      {"url", R"("/relative")", "format: must be an absolute URL, as https://example.org/path"},
      {"url", R"("https://")", "format: must be an absolute URL, as https://example.org/path"},
      {"url", R"("https://a b/")", "format: must be an absolute URL, as https://example.org/path"},
      {"url", R"("https://a:99999/")", "format: must be an absolute URL, as https://example.org/path"},
      {"bytes", R"("AAE")", "format: must be base64"},
      {"enum", R"("gren")", R"(enum: must be one of red, green, blue; did you mean "green"?)"},
      {"enum", "1", "type: must be a string, not number"},
      {"ints", "1", "type: must be an array, not number"},
      {"ints", "[1, null]", "ints.1 required: must not be null"},
      {"ints", R"([1, "2"])", "ints.1 type: must be a whole number of 32 bits"},
      {"colors", R"(["red", "pink"])", "colors.1 enum: must be one of red, green, blue"},
  };
  for (const Case& each : cases)
    EXPECT_EQ(read(each.field, each.json), each.expected) << each.field << " " << each.json;
}

TEST(InputTest, KeepsConstraints) {
  const Case cases[] = {
      {"short", R"("ä")", "length: must have 2 to 3 characters"},
      {"short", R"("äöü")", "'äöü'"},
      {"short", R"("abcd")", "length: must have 2 to 3 characters"},
      {"code", R"("abc")", "pattern: must match ^[A-Z]+$"},
      {"slug", R"("A--b")", "format: must be lower-case letters and digits, joined by single hyphens"},
      {"phone", R"("030 123")", "format: must be a phone number in E.164 form, as +4930123456"},
      {"color", R"("#12")", "format: must be a color, as #1a2b3c"},
      {"host", R"("-a.b")", "format: must be a host name"},
      {"four", R"("256.0.0.1")", "format: must be an IPv4 address"},
      {"six", R"("1.2.3.4")", "format: must be an IPv6 address"},
      {"small", "11", "range: must be from -1 to 10"},
      {"small", "-2", "range: must be from -1 to 10"},
      {"bigRange", R"("9007199254740994")", "range: must be at most 9007199254740993"},
      {"floatRange", "0.4", "range: must be at least 0.5"},
      {"floatRange", "0.5", "0.5"},
      {"small", "10", "10"},
      {"small", "-1", "-1"},
      {"price", R"("99.990000000000000001")", "range: must be from 0 to 99.99"},
      {"price", "-0.01", "range: must be from 0 to 99.99"},
      {"fewBytes", R"("AAEC")", "length: must have at most 2 bytes"},
      {"colors", R"(["red", "red", "red"])", "length: must have at most 2 elements"},
  };
  for (const Case& each : cases)
    EXPECT_EQ(read(each.field, each.json), each.expected) << each.field << " " << each.json;
}

TEST(InputTest, BoundsWhatHasNoConstraint) {
  std::string many = "[";
  for (int i = 0; i < 1001; ++i) many += i ? ",1" : "1";
  EXPECT_EQ(read("ints", many + "]"), "length: must have at most 1000 elements");
  EXPECT_EQ(read("json", "\"" + std::string(70'000, 'x') + "\""), "length: must be at most 65536 bytes of JSON");
  EXPECT_EQ(read("url", "\"https://e.org/" + std::string(2048, 'x') + "\""),
            "format: must be an absolute URL, as https://example.org/path");
  EXPECT_EQ(read("email", "\"" + std::string(65, 'a') + "@b.de\""), "format: must be an e-mail address");
}

TEST(InputTest, ReadsTextOfQueryParametersWithoutConstraints) {
  const Case cases[] = {
      {"flag", "true", "true"},
      {"flag", "1", "type: must be true or false"},
      {"int", "10", "10"},
      {"int", "1x", "type: must be a whole number of 32 bits"},
      {"float", "1.5", "1.5"},
      {"float", "inf", "type: must be a finite number"},
      {"float", "nan", "type: must be a finite number"},
      {"small", "99", "99"},
      {"short", "too long for it", "'too long for it'"},
      {"string", "", "''"},
      {"enum", "red", "'red'"},
      {"colors", "red", "'red'"},
      {"ints", "5", "5"},
      {"time", "2026-01-15T10:30:00Z", "1768473000000000"},
      {"email", "A@B.de", "'a@b.de'"},
      {"other", "7", "7"},
      {"string", std::string("a\0b", 3), "format: must not contain the character U+0000"},
      {"string", "\xff", "format: must be valid UTF-8"},
  };
  for (const Case& each : cases)
    EXPECT_EQ(read_text(each.field, each.json), each.expected) << each.field << " " << each.json;
}

}  // namespace
}  // namespace tenon::schema
