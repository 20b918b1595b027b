#include "base/base64.hpp"
#include "base/decimal.hpp"
#include "base/did_you_mean.hpp"
#include "base/pattern.hpp"

#include <gtest/gtest.h>

namespace tenon::base {
namespace {

TEST(Decimal, HasOneCanonicalForm) {
  for (const auto& [text, canonical] : {std::pair<const char*, const char*>{"0", "0"},
                                        {"-0", "0"},
                                        {"-0.00", "0"},
                                        {"0e99", "0"},
                                        {"+5", "5"},
                                        {"007", "7"},
                                        {"1.50", "1.5"},
                                        {"-12.340", "-12.34"},
                                        {"0.5", "0.5"},
                                        {"000.5", "0.5"},
                                        {"1e3", "1000"},
                                        {"1.5e1", "15"},
                                        {"12.5E-2", "0.125"},
                                        {"1e-18", "0.000000000000000001"},
                                        {"100", "100"},
                                        {"1e+2", "100"},
                                        {"1.000e0", "1"},
                                        {"0.001e3", "1"},
                                        {"10e-1", "1"}})
    EXPECT_EQ(parse_decimal(text), canonical) << text;
}

TEST(Decimal, KeepsThirtyEightDigitsAndNoMore) {
  const std::string most(38, '9');
  EXPECT_EQ(parse_decimal(most), most);
  EXPECT_EQ(parse_decimal("-" + most), "-" + most);
  EXPECT_EQ(parse_decimal(most + "9"), std::nullopt);
  EXPECT_EQ(parse_decimal("1e37"), "1" + std::string(37, '0'));
  EXPECT_EQ(parse_decimal("1e38"), std::nullopt);
  const std::string split = std::string(20, '9') + "." + std::string(18, '9');
  EXPECT_EQ(parse_decimal(split), split);
  EXPECT_EQ(parse_decimal("9" + split), std::nullopt);
  EXPECT_EQ(parse_decimal("0." + std::string(17, '0') + "1"), "0." + std::string(17, '0') + "1");
  EXPECT_EQ(parse_decimal("0." + std::string(18, '0') + "1"), std::nullopt);
  EXPECT_EQ(parse_decimal("1." + std::string(500, '0')), "1");
  EXPECT_EQ(parse_decimal("1e99999999999999999999"), std::nullopt);
  EXPECT_EQ(parse_decimal("1e-99999999999999999999"), std::nullopt);
}

TEST(Decimal, RefusesWhatIsNoNumber) {
  for (const char* text : {"",    "-",   "+",  ".",  ".5",  "5.",  "1e",       "1e+", "e1",    "--1",
                           "+-1", "1,5", "1 ", " 1", "0x1", "NaN", "Infinity", "1_0", "1.2.3", "1e1.5"})
    EXPECT_EQ(parse_decimal(text), std::nullopt) << text;
}

TEST(Decimal, ComparesByValue) {
  const std::vector<const char*> ascending{"-100", "-20", "-3",   "-2.5", "-2",  "-0.5", "-0.25", "0",
                                           "0.05", "0.5", "0.51", "2",    "2.5", "3",    "10",    "100"};
  for (std::size_t i = 0; i < ascending.size(); ++i)
    for (std::size_t j = 0; j < ascending.size(); ++j) {
      const int order = compare_decimal(ascending[i], ascending[j]);
      EXPECT_EQ(order, i < j ? -1 : i > j ? 1 : 0) << ascending[i] << ' ' << ascending[j];
    }
}

TEST(Base64, AgreesWithTheVectorsOfTheStandard) {
  for (const auto& [plain, text] : {std::pair<const char*, const char*>{"", ""},
                                    {"f", "Zg=="},
                                    {"fo", "Zm8="},
                                    {"foo", "Zm9v"},
                                    {"foob", "Zm9vYg=="},
                                    {"fooba", "Zm9vYmE="},
                                    {"foobar", "Zm9vYmFy"}}) {
    EXPECT_EQ(base64_encode(plain), text);
    EXPECT_EQ(base64_decode(text), plain);
  }
  EXPECT_EQ(base64url_encode("\xFB\xFF\xFE"), "-__-");
  EXPECT_EQ(base64_encode("\xFB\xFF\xFE"), "+//+");
  EXPECT_EQ(hex_encode(std::string_view("\0\xAB", 2)), "00ab");
}

TEST(Base64, RoundTripsEveryByte) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    bytes += static_cast<char>(i);
    EXPECT_EQ(base64_decode(base64_encode(bytes)), bytes);
    EXPECT_EQ(base64url_decode(base64url_encode(bytes)), bytes);
  }
}

TEST(Base64, RefusesEveryOtherSpelling) {
  for (const char* text :
       {"Z", "Zg", "Zg=", "Zg===", "=", "====", "Zh==", "Zm9=", "Zm 9", "Zm9v\n", "-__-", "Zg==Zg==", "Z=g="})
    EXPECT_EQ(base64_decode(text), std::nullopt) << text;
  for (const char* text : {"Z", "Zg==", "Zh", "Zm9v=", "+//+", "Zm9v "})
    EXPECT_EQ(base64url_decode(text), std::nullopt) << text;
}

TEST(DidYouMean, FindsTheLikelySlip) {
  const std::vector<std::string_view> known{"title", "body", "published", "createdAt", "author"};
  EXPECT_EQ(nearest_name("titel", known), "title");
  EXPECT_EQ(nearest_name("Title", known), "title");
  EXPECT_EQ(nearest_name("createdat", known), "createdAt");
  EXPECT_EQ(nearest_name("publishd", known), "published");
  EXPECT_EQ(nearest_name("autor", known), "author");
  EXPECT_EQ(did_you_mean("bdy", known), " Did you mean \"body\"?");
}

TEST(DidYouMean, StaysQuietWhenNothingIsNear) {
  const std::vector<std::string_view> known{"title", "id", "a"};
  for (const std::string_view wanted : {"", "x", "zz", "quantity", "comments"})
    EXPECT_EQ(did_you_mean(wanted, known), "") << wanted;
  EXPECT_EQ(did_you_mean(std::string(1'000'000, 't'), known), "");
  EXPECT_EQ(did_you_mean("title", {}), "");
}

TEST(Pattern, MatchesAnywhereUnlessAnchored) {
  EXPECT_TRUE(Pattern("b+").matches("abbc"));
  EXPECT_FALSE(Pattern("^b+$").matches("abbc"));
  EXPECT_TRUE(Pattern("^[a-z0-9-]+$").matches("a-slug-7"));
  EXPECT_TRUE(Pattern("^.$").matches("€"));
  EXPECT_TRUE(Pattern("").matches(""));
  auto original = std::make_unique<Pattern>("^x$");
  const Pattern copy = *original;
  original.reset();
  EXPECT_EQ(copy.text(), "^x$");
  EXPECT_TRUE(copy.matches("x"));
}

TEST(Pattern, ExplainsAFaultAndThenNeverMatches) {
  EXPECT_EQ(Pattern::fault("^[a-z]+$"), std::nullopt);
  EXPECT_EQ(Pattern::fault("a("), "missing ): a(");
  for (const char* text : {"(a)\\1", "(?=a)", "a{2000}", "[", "*", "\xFF", "((a{100}){100}){100}"}) {
    EXPECT_TRUE(Pattern::fault(text)) << text;
    EXPECT_FALSE(Pattern(text).matches("a")) << text;
  }
  EXPECT_TRUE(Pattern::fault(std::string(100'000, 'a')));
}

TEST(Pattern, TakesLinearTime) {
  const Pattern pattern("^(a+)+$");
  EXPECT_FALSE(pattern.matches(std::string(200'000, 'a') + "b"));
}

}  // namespace
}  // namespace tenon::base
