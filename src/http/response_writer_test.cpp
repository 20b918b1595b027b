#include "http/response_writer.hpp"

#include "http/request_id.hpp"

#include <gtest/gtest.h>

namespace tenon::http {
namespace {

std::string written(const Response& response, ResponseFrame frame = {}) {
  std::string out;
  append_head(out, response, frame);
  return out;
}

TEST(ResponseWriter, WritesStatusHeadersAndLength) {
  Response response(201);
  response.set("Location", "/a");
  response.set("location", "/b");
  response.body = "hello";
  ResponseFrame frame;
  frame.date_line = "Date: now\r\n";
  frame.request_id = "id";
  EXPECT_EQ(written(response, frame),
            "HTTP/1.1 201 Created\r\nDate: now\r\nLocation: /b\r\nX-Request-Id: id\r\nContent-Length: 5\r\n\r\n");
}

TEST(ResponseWriter, AnswersHeadWithTheLengthAndNoBody) {
  Response response;
  response.body = "hello";
  ResponseFrame frame;
  frame.head_only = true;
  EXPECT_FALSE(has_content(response, frame));
  EXPECT_NE(written(response, frame).find("Content-Length: 5\r\n"), std::string::npos);
}

TEST(ResponseWriter, GivesNoBodyWhereThereIsNone) {
  for (const int status : {204, 304}) {
    Response response(status);
    response.body = "hello";
    EXPECT_FALSE(has_content(response, {}));
    EXPECT_EQ(written(response).find("Content-Length"), std::string::npos);
  }
}

TEST(ResponseWriter, LetsNoValueBeginALine) {
  Response response;
  response.headers.emplace_back("X", "a\r\nSet-Cookie: b");
  response.headers.emplace_back("Y\r\nZ", "c");
  response.headers.emplace_back("Content-Length", "99");
  const std::string text = written(response);
  EXPECT_NE(text.find("X: a  Set-Cookie: b\r\n"), std::string::npos);
  EXPECT_EQ(text.find("Z"), std::string::npos);
  EXPECT_EQ(text.find("99"), std::string::npos);
}

TEST(ResponseWriter, SaysWhatBecomesOfTheConnection) {
  ResponseFrame frame;
  frame.http_1_0 = true;
  EXPECT_NE(written(Response(), frame).find("Connection: keep-alive\r\n"), std::string::npos);
  frame.close = true;
  EXPECT_NE(written(Response(), frame).find("Connection: close\r\n"), std::string::npos);
}

TEST(Response, AppendsMembersOnce) {
  Response response;
  response.append("Vary", "Origin");
  response.append("vary", "Accept");
  response.append("Vary", "origin");
  EXPECT_EQ(response.header("Vary"), "Origin, Accept");
}

TEST(RequestId, TakesSaneOnesOnly) {
  EXPECT_TRUE(is_sane_request_id("aZ0._-"));
  EXPECT_TRUE(is_sane_request_id(std::string(64, 'a')));
  for (const std::string& id :
       {std::string(), std::string(65, 'a'), std::string("a b"), std::string("a\"b"), std::string("\xC3\xA9")})
    EXPECT_FALSE(is_sane_request_id(id)) << id;
  Request request;
  assign_request_id(request);
  EXPECT_EQ(request.request_id.size(), 36U);
}

}  // namespace
}  // namespace tenon::http
