#include "api/rest/envelope.hpp"

#include <gtest/gtest.h>

namespace tenon::api::rest {
namespace {

/// The time is the one thing that moves.
std::string without_time(std::string text) {
  const std::string key = "\"timestamp\":\"";
  const std::size_t begin = text.find(key) + key.size();
  EXPECT_EQ(text.find('"', begin) - begin, std::string("2026-01-15T10:30:00Z").size());
  return text.replace(begin, text.find('"', begin) - begin, "T");
}

std::string list(const Page& page, const query::ReadAnswer& answer) {
  std::string out(envelope_begin);
  out += "[]";
  end_list_envelope(out, page, answer);
  return without_time(out);
}

TEST(Envelope, StandsAroundOneRow) {
  std::string out(envelope_begin);
  out += R"({"id":"1"})";
  end_envelope(out, {});
  EXPECT_EQ(without_time(out), R"({"data":{"id":"1"},"meta":{"timestamp":"T"}})");
}

TEST(Envelope, ListsWhatIsMasked) {
  std::string out(envelope_begin);
  out += "{}";
  end_envelope(out, {"email", "author.email"});
  EXPECT_EQ(without_time(out), R"({"data":{},"meta":{"timestamp":"T","masked":["email","author.email"]}})");
}

TEST(Envelope, SaysHowToReadOn) {
  query::ReadAnswer answer;
  EXPECT_EQ(list({false, 20, 1}, answer), R"({"data":[],"meta":{"timestamp":"T","limit":20,"nextCursor":null}})");
  answer.next_cursor = "abc";
  answer.masked = {"0.email"};
  EXPECT_EQ(list({false, 5, 1}, answer),
            R"({"data":[],"meta":{"timestamp":"T","limit":5,"nextCursor":"abc","masked":["0.email"]}})");
}

TEST(Envelope, SaysTheWayBackWhereACursorLed) {
  Page page;
  page.size = 5;
  page.continued = true;
  query::ReadAnswer answer;
  EXPECT_EQ(list(page, answer),
            R"({"data":[],"meta":{"timestamp":"T","limit":5,"nextCursor":null,"prevCursor":null}})");
  answer.previous_cursor = "abc";
  EXPECT_EQ(list(page, answer),
            R"({"data":[],"meta":{"timestamp":"T","limit":5,"nextCursor":null,"prevCursor":"abc"}})");
}

TEST(Envelope, SaysWhetherThereAreMoreGroups) {
  std::string out(envelope_begin);
  out += "[]";
  end_aggregate_envelope(out, 100, true);
  EXPECT_EQ(without_time(out), R"({"data":[],"meta":{"timestamp":"T","limit":100,"more":true}})");
}

TEST(Envelope, CountsPages) {
  query::ReadAnswer answer;
  answer.total = 431;
  EXPECT_EQ(list({true, 20, 2}, answer),
            R"({"data":[],"meta":{"timestamp":"T","page":2,"perPage":20,"total":431,"totalPages":22}})");
  answer.total = 0;
  EXPECT_EQ(list({true, 20, 1}, answer),
            R"({"data":[],"meta":{"timestamp":"T","page":1,"perPage":20,"total":0,"totalPages":0}})");
  answer.total = 40;
  EXPECT_EQ(list({true, 20, 1}, answer),
            R"({"data":[],"meta":{"timestamp":"T","page":1,"perPage":20,"total":40,"totalPages":2}})");
}

}  // namespace
}  // namespace tenon::api::rest
