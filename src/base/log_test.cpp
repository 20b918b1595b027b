#include "base/log.hpp"

#include "base/json.hpp"
#include "base/log_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <thread>
#include <unistd.h>

namespace tenon::base {
namespace {

constexpr Micros moment = 1'768'473'000'123'456;  // 2026-01-15T10:30:00.123456Z

std::string json_line(std::string_view message, std::initializer_list<LogField> fields) {
  std::string out;
  append_json_line(out, {moment, LogLevel::warning, "http", message, fields});
  return out;
}

std::string text_line(std::string_view message, std::initializer_list<LogField> fields,
                      LogColour colour = LogColour::off) {
  std::string out;
  append_text_line(out, {moment, LogLevel::warning, "http", message, fields}, colour);
  return out;
}

TEST(LogLine, AsJsonIsOneObject) {
  EXPECT_EQ(
      json_line("slow", {{"path", "/a"}, {"status", std::int64_t{200}}, {"seconds", 0.5}, {"cached", true}}),
      R"({"time":"2026-01-15T10:30:00.123456Z","level":"warning","category":"http","message":"slow","path":"/a","status":200,"seconds":0.5,"cached":true})"
      "\n");
}

TEST(LogLine, AsTextIsAligned) {
  EXPECT_EQ(text_line("slow", {{"path", "/a"}, {"status", std::int64_t{200}}, {"cached", false}}),
            "10:30:00.123 WARNING http     slow  path=/a  status=200  cached=false\n");
  EXPECT_THAT(text_line("slow", {}, LogColour::on), testing::HasSubstr("\x1b[33mWARNING\x1b[0m"));
}

TEST(LogLine, CannotBeForgedByInput) {
  for (const std::string_view hostile : {"a\nERROR b", "\x1b[2Jx", "\r\n\r\n", "\xFF\xFE",
                                         "\xC2\x9B"
                                         "31m",
                                         "a\x7F"}) {
    for (const std::string& line :
         {json_line(hostile, {{"value", hostile}}), text_line(hostile, {{"value", hostile}})}) {
      EXPECT_EQ(line.find('\n'), line.size() - 1) << line;
      EXPECT_EQ(line.find('\x1b'), std::string::npos);
      EXPECT_EQ(line.find('\r'), std::string::npos);
    }
    EXPECT_TRUE(parse_json(json_line(hostile, {{"value", hostile}})));
    EXPECT_EQ(text_line(hostile, {}).find("\xC2\x9B"), std::string::npos);
  }
}

TEST(LogLine, QuotesTextWithSpaces) {
  EXPECT_THAT(text_line("m", {{"value", "two words"}, {"empty", ""}}),
              testing::EndsWith("value=\"two words\"  empty=\"\"\n"));
}

TEST(Log, LeavesOutWhatIsBelowTheMinimum) {
  configure_log(LogFormat::json, LogLevel::warning);
  testing::internal::CaptureStderr();
  log(LogLevel::info, "base", "quiet");
  log(LogLevel::error, "base", "loud");
  const std::string written = testing::internal::GetCapturedStderr();
  EXPECT_FALSE(log_enabled(LogLevel::info));
  EXPECT_EQ(std::ranges::count(written, '\n'), 1);
  EXPECT_THAT(written, testing::HasSubstr("loud"));
}

// A pipe, because it takes long writes in pieces; a file would hide a torn line.
TEST(Log, NeverTearsALine) {
  configure_log(LogFormat::json, LogLevel::info);
  std::array<int, 2> ends;
  ASSERT_EQ(::pipe(ends.data()), 0);
  const int own_stderr = ::dup(STDERR_FILENO);
  ::dup2(ends[1], STDERR_FILENO);
  ::close(ends[1]);
  std::string written;
  std::thread reader([&] {
    std::array<char, 5000> chunk;
    while (const auto count = ::read(ends[0], chunk.data(), chunk.size()))
      written.append(chunk.data(), static_cast<std::size_t>(count));
  });
  std::vector<std::thread> writers;
  for (int t = 0; t < 4; ++t)
    writers.emplace_back([t] {
      const std::string message(static_cast<std::size_t>(t) * 30'000 + 10, static_cast<char>('a' + t));
      for (int i = 0; i < 50; ++i) log(LogLevel::info, "base", message);
    });
  for (auto& writer : writers) writer.join();
  ::dup2(own_stderr, STDERR_FILENO);
  ::close(own_stderr);
  reader.join();
  ::close(ends[0]);

  std::size_t lines = 0;
  for (std::size_t start = 0, end; (end = written.find('\n', start)) != std::string::npos; start = end + 1, ++lines)
    ASSERT_TRUE(parse_json(std::string_view(written).substr(start, end - start)));
  EXPECT_EQ(lines, 200U);
}

}  // namespace
}  // namespace tenon::base
