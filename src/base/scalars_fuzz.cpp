#include "base/base64.hpp"
#include "base/decimal.hpp"
#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "base/pattern.hpp"
#include "base/time.hpp"
#include "base/utf8.hpp"
#include "base/uuid.hpp"

#include <cstdlib>

namespace {

using namespace tenon::base;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

// Whatever the bytes: what is accepted has one canonical form, which is accepted again and is itself.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto decimal = parse_decimal(text)) {
    require(parse_decimal(*decimal) == decimal && compare_decimal(*decimal, *decimal) == 0 && decimal->size() <= 40);
  }
  if (const auto time = parse_date_time(text)) require(parse_date_time(format_date_time(*time)) == time);
  if (const auto time = parse_time_of_day(text)) require(parse_time_of_day(*time) == time);
  if (const auto date = parse_date(text)) require(*date == text && parse_date_time(*date + "T00:00:00Z"));
  if (const auto uuid = parse_uuid(text)) require(parse_uuid(*uuid) == uuid);
  if (const auto bytes = base64_decode(text)) require(base64_encode(*bytes) == text);
  if (const auto bytes = base64url_decode(text)) require(base64url_encode(*bytes) == text);
  parse_duration(text);
  if (!Pattern::fault(text.substr(0, 40))) Pattern(text.substr(0, 40)).matches(text);

  std::string quoted;
  append_json_string(quoted, text);
  const auto json = parse_json(quoted, {.max_bytes = quoted.size()});
  require(json && json->string() && (!is_utf8(text) || *json->string() == text));
  return 0;
}
