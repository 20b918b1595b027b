#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace tenon::base {

/// Appends JSON to a string; commas are its business, nesting is the caller's. No tree in between.
/// Text must be UTF-8; invalid bytes become U+FFFD so that the output is always valid JSON.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void begin_object();
  void end_object();
  void begin_array();
  void end_array();
  void key(std::string_view name);
  /// A key that is quoted JSON with its colon already: made once, written for every row.
  void quoted_key(std::string_view quoted) {
    separate();
    out_ += quoted;
    need_comma_ = false;
  }
  void string(std::string_view text);
  void integer(std::int64_t number);
  void floating(double number);  ///< shortest form that reads back the same; not finite is written as null
  void boolean(bool flag);
  void null();
  void date_time(std::int64_t micros);  ///< RFC 3339 with microseconds, see base/time.hpp
  /// Bytes that are JSON already, as one value.
  void raw(std::string_view json);
  /// `key` + `string`, the commonest pair.
  void member(std::string_view name, std::string_view text);
  void member(std::string_view name, std::int64_t number);

  std::string& out() { return out_; }

 private:
  void separate() {
    if (need_comma_) out_ += ',';
    need_comma_ = true;
  }
  std::string& out_;
  bool need_comma_ = false;
};

/// Appends `text` with quotes and escapes.
void append_json_string(std::string& out, std::string_view text);
/// Appends the shortest decimal form that reads back as the same double ("null" if not finite).
void append_json_double(std::string& out, double number);

}  // namespace tenon::base
