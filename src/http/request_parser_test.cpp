#include "http/request_parser.hpp"

#include "http/parser_transcript.hpp"

#include <gtest/gtest.h>

#include <random>

namespace tenon::http {
namespace {

std::string cut_whole(std::string_view bytes, const Limits& limits = {}) {
  return testing::transcript(bytes, limits, [] { return std::string_view::npos; });
}

/// The transcript, after making sure that it is the same byte by byte and in random pieces.
std::string parsed(std::string_view bytes, const Limits& limits = {}) {
  const std::string whole = cut_whole(bytes, limits);
  EXPECT_EQ(testing::transcript(bytes, limits, [] { return std::size_t{1}; }), whole) << "byte by byte";
  for (unsigned seed = 0; seed < 20; ++seed) {
    std::mt19937 random(seed);
    EXPECT_EQ(testing::transcript(bytes, limits, [&] { return 1 + random() % 40; }), whole) << "seed " << seed;
  }
  return whole;
}

const std::string host = "Host: a\r\n";

TEST(RequestParser, ReadsAGetRequest) {
  EXPECT_EQ(parsed("GET /posts?a=1 HTTP/1.1\r\nHost: example.com:8080\r\nACCEPT:  text/html \r\n\r\n"),
            "GET /posts?a=1 [host: example.com:8080] [accept: text/html] {} keep\nidle");
}

TEST(RequestParser, SplitsTargetIntoPathAndQuery) {
  const Limits limits;
  RequestParser parser(limits);
  Request request;
  std::string_view input = "GET /a%20b?c=%20&d HTTP/1.1\r\nHost: a\r\n\r\n";
  ASSERT_EQ(parser.parse(input, request), RequestParser::Progress::complete);
  EXPECT_EQ(request.path, "/a%20b");
  EXPECT_EQ(request.query, "c=%20&d");
  const Request moved = std::move(request);
  EXPECT_EQ(moved.path.data(), moved.target.data());
}

TEST(RequestParser, ReadsABodyByContentLength) {
  EXPECT_EQ(parsed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"),
            "POST / [host: a] [content-length: 5] {hello} keep\nidle");
  EXPECT_EQ(parsed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"),
            "POST / [host: a] [content-length: 0] {} keep\nidle");
  EXPECT_EQ(parsed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nhello"), "in body");
}

TEST(RequestParser, ReadsPipelinedRequestsInOrder) {
  const std::string text = parsed("POST /1 HTTP/1.1\r\n" + host + "Content-Length: 2\r\n\r\nabGET /2 HTTP/1.1\r\n" +
                                  host + "\r\nDELETE /3 HTTP/1.1\r\n" + host + "\r\nGET /4");
  EXPECT_EQ(text,
            "POST /1 [host: a] [content-length: 2] {ab} keep\n"
            "GET /2 [host: a] {} keep\nDELETE /3 [host: a] {} keep\nin head");
}

TEST(RequestParser, DecodesChunks) {
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string line = "POST / [host: a] [transfer-encoding: chunked] ";
  EXPECT_EQ(parsed(head + "5\r\nhello\r\n0\r\n\r\n"), line + "{hello} keep\nidle");
  EXPECT_EQ(parsed(head + "5;a=b;c=\"d;\"\r\nhello\r\nA\r\n0123456789\r\n000\r\n\r\nGET /x"),
            line + "{hello0123456789} keep\nin head");
  EXPECT_EQ(parsed(head + "0\r\n\r\n"), line + "{} keep\nidle");
}

TEST(RequestParser, DropsTrailers) {
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(parsed(head + "1\r\nx\r\n0\r\nAuthorization: Bearer no\r\nX: y\r\n\r\n"),
            "POST / [host: a] [transfer-encoding: chunked] {x} keep\nidle");
  for (const std::string trailer : {"X", " X: y", ": y", "X : y", "X: a\nb", "X: \x01"})
    EXPECT_EQ(parsed(head + "1\r\nx\r\n0\r\n" + trailer + "\r\n\r\n"), "fault 400") << trailer;
}

TEST(RequestParser, RefusesBrokenChunks) {
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::string body : {"x\r\n", "5\r\nhelloworld\r\n", "-1\r\n\r\n", "\r\n\r\n", "5 5\r\nhello\r\n",
                                 "5 \r\nhello\r\n", "5\nhello\r\n", "5;a\nhello", "5\r\nhello\n", "1\r\naX\n0\r\n\r\n"})
    EXPECT_EQ(parsed(head + body), "fault 400") << body;
}

TEST(RequestParser, BoundsChunkExtensionsAndTrailers) {
  Limits limits;
  limits.max_header_bytes = 200;
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(parsed(head + "1;" + std::string(500, 'a'), limits), "fault 431");
  EXPECT_EQ(parsed(head + "1;" + std::string(500, 'a') + "\r\nx\r\n0\r\n\r\n", limits), "fault 431");
  EXPECT_EQ(parsed(head + "1\r\nx\r\n0\r\nX: " + std::string(500, 'a') + "\r\n\r\n", limits), "fault 431");
  std::string many;
  for (int i = 0; i < 10; ++i) many += "1;" + std::string(50, 'a') + "\r\nx\r\n";
  EXPECT_EQ(parsed(head + many + "0\r\n\r\n", limits), "fault 431");
}

TEST(RequestParser, RefusesTwoWaysToGiveALength) {
  const std::string start = "POST / HTTP/1.1\r\nHost: a\r\n";
  EXPECT_EQ(parsed(start + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello"), "fault 400");
  EXPECT_EQ(parsed(start + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"), "fault 400");
  EXPECT_EQ(parsed(start + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"), "fault 400");
  EXPECT_EQ(parsed(start + "Content-Length: 5, 6\r\n\r\nhello"), "fault 400");
  EXPECT_EQ(parsed(start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), "fault 400");
  for (const std::string length : {"+5", "-5", "5x", "0x5", "", "99999999999999999999", "5 5", "5,"})
    EXPECT_EQ(parsed(start + "Content-Length: " + length + "\r\n\r\nhello"), "fault 400") << length;
}

TEST(RequestParser, RefusesUnknownTransferCodings) {
  const std::string start = "POST / HTTP/1.1\r\nHost: a\r\n";
  for (const std::string coding : {"gzip", "gzip, chunked", "identity", "chunked, chunked", "xchunked", "chunked;q=1"})
    EXPECT_EQ(parsed(start + "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n"), "fault 501") << coding;
  EXPECT_EQ(parsed("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), "fault 400");
  EXPECT_EQ(parsed(start + "Transfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n"),
            "POST / [host: a] [transfer-encoding: CHUNKED] {} keep\nidle");
}

TEST(RequestParser, WantsExactlyOneHostInHttp11) {
  EXPECT_EQ(parsed("GET / HTTP/1.1\r\n\r\n"), "fault 400");
  EXPECT_EQ(parsed("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"), "fault 400");
  EXPECT_EQ(parsed("GET / HTTP/1.1\r\nHost: a b\r\n\r\n"), "fault 400");
  EXPECT_EQ(parsed("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"), "fault 400");
  EXPECT_EQ(parsed("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"), "fault 400");
  EXPECT_EQ(parsed("GET / HTTP/1.0\r\n\r\n"), "GET / {} close\nidle");
  EXPECT_EQ(parsed("GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n"), "GET / [host: [::1]:80] {} keep\nidle");
}

TEST(RequestParser, KnowsWhoKeepsTheConnection) {
  EXPECT_TRUE(parsed("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").ends_with("close\nidle"));
  EXPECT_TRUE(parsed("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, CLOSE\r\n\r\n").ends_with("close\nidle"));
  EXPECT_TRUE(parsed("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").ends_with("keep\nidle"));
}

TEST(RequestParser, RefusesBareLineFeedsEverywhere) {
  EXPECT_EQ(parsed("GET / HTTP/1.1\nHost: a\n\n"), "fault 400");
  EXPECT_EQ(parsed("GET / HTTP/1.1\r\nHost: a\n\r\n"), "fault 400");
  EXPECT_EQ(parsed("GET / HTTP/1.1\r\nHost: a\r\n\n"), "fault 400");
  EXPECT_EQ(parsed("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"), "fault 400");
  EXPECT_EQ(parsed("GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n"), "fault 400");
  EXPECT_EQ(parsed("GET / HTTP/1.1\r\r\nHost: a\r\n\r\n"), "fault 400");
}

TEST(RequestParser, SkipsAFewEmptyLinesBeforeARequest) {
  EXPECT_EQ(parsed("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n\r\n"), "GET / [host: a] {} keep\nidle");
  EXPECT_EQ(parsed("\r\n\r\n\r\n\r\n\r\n\r\n"), "fault 400");
  EXPECT_EQ(parsed("\rGET / HTTP/1.1\r\n"), "fault 400");
}

TEST(RequestParser, RefusesMalformedHeaders) {
  for (const std::string header :
       {"X : y", "X\t: y", ": y", "X", " X: y", "X: a\r\n b", "X:\r\n b", "X: a\r\n\tb", "X(: y",
        "X: a\x01"
        "b",
        "\xC3\xA9: y", "Connection: a b", "X: a\x7F"})
    EXPECT_EQ(parsed("GET / HTTP/1.1\r\nHost: a\r\n" + header + "\r\n\r\n"), "fault 400") << header;
  const std::string with_nul("X: a\0b", 6);
  EXPECT_EQ(parsed("GET / HTTP/1.1\r\nHost: a\r\n" + with_nul + "\r\n\r\n"), "fault 400");
  EXPECT_EQ(parsed("GET / HTTP/1.1\r\n Host: a\r\n\r\n"), "fault 400");
}

TEST(RequestParser, RefusesASecondCredentialOrMediaType) {
  for (const std::string header : {"Authorization: Bearer a", "Content-Type: text/plain"})
    EXPECT_EQ(parsed("GET / HTTP/1.1\r\nHost: a\r\n" + header + "\r\n" + header + "\r\n\r\n"), "fault 400") << header;
  EXPECT_EQ(parsed("GET / HTTP/1.1\r\nHost: a\r\nAccept: b\r\nAccept: c\r\n\r\n"),
            "GET / [host: a] [accept: b] [accept: c] {} keep\nidle");
}

TEST(RequestParser, RefusesMalformedRequestLines) {
  for (const std::string line : {"GET",
                                 "GET /",
                                 "GET  / HTTP/1.1",
                                 "GET / HTTP/1.1 ",
                                 " GET / HTTP/1.1",
                                 "GET / http/1.1",
                                 "GET / HTTP/1",
                                 "GET / HTTP/11",
                                 "GET /a b HTTP/1.1",
                                 "G(T / HTTP/1.1",
                                 "GET a HTTP/1.1",
                                 "GET * HTTP/1.1",
                                 "GET /\x01 HTTP/1.1",
                                 "GET /#a HTTP/1.1",
                                 "GET /\xC3\xA9 HTTP/1.1",
                                 "GET /\tHTTP/1.1",
                                 "GET ftp://a/b HTTP/1.1",
                                 "GET http:///b HTTP/1.1",
                                 "GET http://u@a/b HTTP/1.1",
                                 "{\"a\":1}",
                                 "\x16\x03\x01"})
    EXPECT_EQ(parsed(line + "\r\n" + host + "\r\n"), "fault 400") << line;
}

TEST(RequestParser, ReadsOtherFormsOfTargets) {
  EXPECT_EQ(parsed("GET http://b:80/c?d HTTP/1.1\r\n" + host + "\r\n"), "GET /c?d [host: a] {} keep\nidle");
  EXPECT_EQ(parsed("GET HTTPS://b HTTP/1.1\r\n" + host + "\r\n"), "GET / [host: a] {} keep\nidle");
  EXPECT_EQ(parsed("OPTIONS * HTTP/1.1\r\n" + host + "\r\n"), "OPTIONS * [host: a] {} keep\nidle");
  EXPECT_EQ(parsed("OPTIONS http://b HTTP/1.1\r\n" + host + "\r\n"), "OPTIONS * [host: a] {} keep\nidle");
  EXPECT_EQ(parsed("CONNECT b:80 HTTP/1.1\r\n" + host + "\r\n"), "fault 501");
  EXPECT_EQ(parsed("BREW /pot HTTP/1.1\r\n" + host + "\r\n"), "BREW /pot [host: a] {} keep\nidle");
  EXPECT_EQ(parsed("get / HTTP/1.1\r\n" + host + "\r\n"), "get / [host: a] {} keep\nidle");
}

TEST(RequestParser, RefusesOtherVersions) {
  EXPECT_EQ(parsed("GET / HTTP/2.0\r\n" + host + "\r\n"), "fault 505");
  EXPECT_EQ(parsed("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), "fault 505");
  EXPECT_EQ(parsed("GET / HTTP/0.9\r\n\r\n"), "fault 505");
}

TEST(RequestParser, AppliesLimitsWhileTheHeadArrives) {
  Limits limits;
  limits.max_target_bytes = 100;
  limits.max_header_bytes = 300;
  limits.max_headers = 5;
  EXPECT_EQ(parsed("GET /" + std::string(99, 'a') + " HTTP/1.1\r\n" + host + "\r\n", limits).substr(0, 5), "GET /");
  EXPECT_EQ(parsed("GET /" + std::string(100, 'a') + " HTTP/1.1\r\n" + host + "\r\n", limits), "fault 414");
  EXPECT_EQ(parsed("GET /" + std::string(500, 'a'), limits), "fault 414");
  EXPECT_EQ(parsed("GET / HTTP/1.1\r\nX: " + std::string(500, 'a'), limits), "fault 431");
  EXPECT_EQ(parsed("GET / HTTP/1.1\r\n" + host + "1: \r\n2: \r\n3: \r\n4: \r\n\r\n", limits).substr(0, 5), "GET /");
  EXPECT_EQ(parsed("GET / HTTP/1.1\r\n" + host + "1: \r\n2: \r\n3: \r\n4: \r\n5: \r\n", limits), "fault 431");
}

TEST(RequestParser, RefusesALargeBodyBeforeItIsSent) {
  Limits limits;
  limits.max_body_bytes = 10;
  EXPECT_EQ(parsed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n", limits), "fault 413");
  EXPECT_EQ(parsed("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789", limits).substr(0, 6),
            "POST /");
  const std::string chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(parsed(chunked + "B\r\n", limits), "fault 413");
  EXPECT_EQ(parsed(chunked + "11111111111111111\r\n", limits), "fault 413");
  EXPECT_EQ(parsed(chunked + "FFFFFFFFFFFFFFFF\r\n", limits), "fault 413");
  EXPECT_EQ(parsed(chunked + "6\r\n012345\r\n5\r\n", limits), "fault 413");
  EXPECT_EQ(parsed(chunked + "6\r\n012345\r\n4\r\n6789\r\n0\r\n\r\n", limits).substr(0, 6), "POST /");
}

TEST(RequestParser, AsksOnceForAContinue) {
  const Limits limits;
  RequestParser parser(limits);
  Request request;
  std::string_view input = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n";
  EXPECT_EQ(parser.parse(input, request), RequestParser::Progress::need_more);
  EXPECT_EQ(parser.stage(), RequestParser::Stage::body);
  EXPECT_TRUE(parser.take_expect_continue());
  EXPECT_FALSE(parser.take_expect_continue());
  input = "ab";
  EXPECT_EQ(parser.parse(input, request), RequestParser::Progress::complete);
  EXPECT_EQ(parsed("POST / HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\n\r\n"), "fault 417");
}

TEST(RequestParser, DoesNotAskForABodyThatHasBegun) {
  const Limits limits;
  RequestParser parser(limits);
  Request request;
  std::string_view input = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\na";
  EXPECT_EQ(parser.parse(input, request), RequestParser::Progress::need_more);
  EXPECT_FALSE(parser.take_expect_continue());
}

}  // namespace
}  // namespace tenon::http
