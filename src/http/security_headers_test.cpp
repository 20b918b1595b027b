#include "http/security_headers.hpp"

#include <gtest/gtest.h>

namespace tenon::http {
namespace {

TEST(SecurityHeaders, AreOnEveryAnswer) {
  const SecurityHeaders headers(Transport::plain);
  Response response;
  headers.apply(response);
  for (const std::string line : {"X-Content-Type-Options: nosniff\r\n", "Cache-Control: no-store\r\n",
                                 "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"})
    EXPECT_NE(response.common_headers.find(line), std::string_view::npos) << line;
  EXPECT_EQ(response.common_headers.find("Strict-Transport-Security"), std::string_view::npos);
}

TEST(SecurityHeaders, LeaveWhatAnAnswerSaysItself) {
  const SecurityHeaders headers(Transport::plain);
  Response response;
  response.set("cache-control", "private");
  headers.apply(response);
  EXPECT_EQ(response.common_headers, "");
  EXPECT_EQ(response.header("Cache-Control"), "private");
  EXPECT_EQ(response.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(response.headers.size(), 6U);
}

TEST(SecurityHeaders, TellOfTlsOnlyOverTls) {
  const SecurityHeaders headers(Transport::tls, std::chrono::seconds(60));
  Response response;
  headers.apply(response);
  EXPECT_NE(response.common_headers.find("Strict-Transport-Security: max-age=60\r\n"), std::string_view::npos);
}

}  // namespace
}  // namespace tenon::http
