#include "query/masked.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tenon::query {
namespace {

using Paths = std::vector<std::string>;

struct Resolved {
  std::string json;
  Paths paths;
  bool operator==(const Resolved&) const = default;
};

/// '@' stands for the marker.
Resolved resolve(std::string json, std::string before = {}) {
  std::ranges::replace(json, '@', '\x01');
  const auto from = before.size();
  auto text = std::move(before) + json;
  auto paths = resolve_masked(text, from);
  return {text, std::move(paths)};
}

TEST(Masked, NothingMaskedIsLeftAlone) {
  EXPECT_EQ(resolve(R"({"a":1,"b":[null,"x"]})"), (Resolved{R"({"a":1,"b":[null,"x"]})", {}}));
  EXPECT_EQ(resolve(""), (Resolved{"", {}}));
}

TEST(Masked, AMemberOfAnObjectIsNamed) {
  EXPECT_EQ(resolve(R"({"a":1,"email":@,"b":2})"), (Resolved{R"({"a":1,"email":null,"b":2})", {"email"}}));
  EXPECT_EQ(resolve(R"({"a":@,"b":@})"), (Resolved{R"({"a":null,"b":null})", {"a", "b"}}));
}

TEST(Masked, RowsOfAnArrayAreCountedFromZero) {
  EXPECT_EQ(resolve(R"([{"a":@},{"a":1},{"b":0,"a":@}])"),
            (Resolved{R"([{"a":null},{"a":1},{"b":0,"a":null}])", {"0.a", "2.a"}}));
}

TEST(Masked, NestedRowsHaveTheWholePath) {
  EXPECT_EQ(resolve(R"([{"x":[1,2,3],"author":{"name":"n","email":@}},{"tags":[{"a":1},{"a":@}],"last":@}])"),
            (Resolved{R"([{"x":[1,2,3],"author":{"name":"n","email":null}},{"tags":[{"a":1},{"a":null}],"last":null}])",
                      {"0.author.email", "1.tags.1.a", "1.last"}}));
}

TEST(Masked, StringsMayHoldAnythingJsonAllows) {
  EXPECT_EQ(resolve(R"({"t":"},{[\"a\":\\","é\"}]":"\\\"","e":@})"),
            (Resolved{R"({"t":"},{[\"a\":\\","é\"}]":"\\\"","e":null})", {"e"}}));
  EXPECT_EQ(resolve(R"([{"t":"a,b,\\"},{"t":"\\\\\"","e":@}])"),
            (Resolved{R"([{"t":"a,b,\\"},{"t":"\\\\\"","e":null}])", {"1.e"}}));
}

TEST(Masked, FreeJsonBesideAMaskDoesNotDisturbIt) {
  EXPECT_EQ(resolve(R"({"extra":{"email":[{"a":{}},[],[[1]],"x"],"k":{"k":"v"}},"email":@})"),
            (Resolved{R"({"extra":{"email":[{"a":{}},[],[[1]],"x"],"k":{"k":"v"}},"email":null})", {"email"}}));
}

TEST(Masked, WhatStandsBeforeIsNotTouched) {
  EXPECT_EQ(resolve(R"({"e":@})", "{\"data\":\x01"), (Resolved{"{\"data\":\x01{\"e\":null}", {"e"}}));
}

TEST(Masked, ManyMarkersAreAllFound) {
  std::string json = "[";
  for (int i = 0; i < 1000; ++i) json += i ? R"(,{"a":@,"b":@})" : R"({"a":@,"b":@})";
  const auto resolved = resolve(json + "]");
  ASSERT_EQ(resolved.paths.size(), 2000U);
  EXPECT_EQ(resolved.paths.back(), "999.b");
  EXPECT_EQ(resolved.json.find('\x01'), std::string::npos);
}

TEST(Masked, BrokenJsonFromTheDatabaseDoesNotLeadOutOfTheText) {
  for (const char* text : {R"({"a":@,"j":")", R"({"a":@,"j":"\)", R"({"a":@}}}],)", R"(@,")", R"(]]@)", R"(@)"})
    resolve(text);
}

}  // namespace
}  // namespace tenon::query
