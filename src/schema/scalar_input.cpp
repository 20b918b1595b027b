#include "schema/scalar_input.hpp"

#include "base/base64.hpp"
#include "base/decimal.hpp"
#include "base/time.hpp"
#include "base/utf8.hpp"
#include "base/uuid.hpp"
#include "schema/formats.hpp"
#include "schema/input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>
#include <utility>

namespace tenon::schema {
namespace {

using base::Json;
using base::Value;
using Read = std::expected<Value, InputFault>;

std::unexpected<InputFault> wrong_type(std::string message) {
  return std::unexpected(InputFault{"type", std::move(message)});
}
std::unexpected<InputFault> wrong_format(std::string message) {
  return std::unexpected(InputFault{"format", std::move(message)});
}

/// A whole number from JSON number text; "1.0" and "1e2" are whole too.
std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t number = 0;
  const char* last = text.data() + text.size();
  auto [end, fault] = std::from_chars(text.data(), last, number);
  if (fault == std::errc() && end == last) return number;
  if (text.find_first_of(".eE") == std::string_view::npos) return std::nullopt;
  std::optional<std::string> canonical = base::parse_decimal(text);
  if (!canonical || canonical->find('.') != std::string::npos) return std::nullopt;
  last = canonical->data() + canonical->size();
  auto [canonical_end, canonical_fault] = std::from_chars(canonical->data(), last, number);
  if (canonical_fault != std::errc() || canonical_end != last) return std::nullopt;
  return number;
}

Read read_int(std::string_view text) {
  std::optional<std::int64_t> number = whole(text);
  bool fits = number && *number >= std::numeric_limits<std::int32_t>::min() &&
              *number <= std::numeric_limits<std::int32_t>::max();
  if (!fits) return wrong_type("must be a whole number of 32 bits");
  return Value(*number);
}

Read read_big_int(std::string_view text) {
  std::optional<std::int64_t> number = whole(text);
  if (!number) return wrong_type("must be a whole number of 64 bits");
  return Value(*number);
}

Read read_float(std::string_view text) {
  double number = 0;
  const char* last = text.data() + text.size();
  auto [end, fault] = std::from_chars(text.data(), last, number);
  // Too small a number is zero, too large a one is none; from_chars does not tell them apart.
  if (fault == std::errc::result_out_of_range) number = std::strtod(std::string(text).c_str(), nullptr);
  if (end != last || fault == std::errc::invalid_argument || !std::isfinite(number)) {
    return wrong_type("must be a finite number");
  }
  return Value(number == 0 ? 0.0 : number);
}

Read read_decimal(std::string_view text) {
  std::optional<std::string> canonical = base::parse_decimal(text);
  if (!canonical) return wrong_type("must be a decimal number of at most 38 digits, 18 of them after the point");
  return Value(std::move(*canonical));
}

Read read_boolean_text(std::string_view text) {
  if (text == "true") return Value(true);
  if (text == "false") return Value(false);
  return wrong_type("must be true or false");
}

Read read_string(const std::string& text) {
  if (text.find('\0') != std::string::npos) return wrong_format("must not contain the character U+0000");
  if (!base::is_utf8(text)) return wrong_format("must be valid UTF-8");
  return Value(text);
}

Read read_email(std::string text) {
  if (!is_email(text)) return wrong_format("must be an e-mail address");
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return Value(std::move(text));
}

Read read_from_string(Scalar scalar, const std::string& text) {
  switch (scalar) {
    case Scalar::id:
    case Scalar::uuid:
      if (auto uuid = base::parse_uuid(text)) return Value(std::move(*uuid));
      return wrong_format(scalar == Scalar::id ? "must be an id" : "must be a UUID");
    case Scalar::date_time:
      if (auto time = base::parse_date_time(text)) return Value(*time);
      return wrong_format("must be a time as 2026-01-15T10:30:00Z");
    case Scalar::date:
      if (auto date = base::parse_date(text)) return Value(std::move(*date));
      return wrong_format("must be a day as 2026-01-15");
    case Scalar::time:
      if (auto time = base::parse_time_of_day(text)) return Value(std::move(*time));
      return wrong_format("must be a time of day as 10:30:00");
    case Scalar::email: return read_email(text);
    case Scalar::url:
      if (is_url(text)) return Value(text);
      return wrong_format("must be an absolute URL, as https://example.org/path");
    case Scalar::bytes:
      if (auto bytes = base::base64_decode(text)) return Value(base::Bytes{std::move(*bytes)});
      return wrong_format("must be base64");
    case Scalar::big_int: return read_big_int(text);
    case Scalar::decimal: return read_decimal(text);
    case Scalar::string: return read_string(text);
    case Scalar::int32:
    case Scalar::floating:
    case Scalar::boolean:
    case Scalar::json: break;
  }
  return wrong_type("must not be a string");
}

Read read_json(const Json& json) {
  std::string text = base::to_text(json);
  if (text.size() > limits::max_json_bytes) {
    return std::unexpected(
        InputFault{"length", fmt::format("must be at most {} bytes of JSON", limits::max_json_bytes)});
  }
  return Value(std::move(text));
}

}  // namespace

Read read_scalar(Scalar scalar, const Json& json) {
  switch (scalar) {
    case Scalar::json: return read_json(json);
    case Scalar::boolean:
      if (const bool* flag = json.boolean()) return Value(*flag);
      return wrong_type("must be true or false");
    case Scalar::int32:
      if (const Json::Number* number = json.number()) return read_int(number->text);
      return wrong_type("must be a whole number of 32 bits");
    case Scalar::floating:
      if (const Json::Number* number = json.number()) return read_float(number->text);
      return wrong_type("must be a number");
    case Scalar::big_int:
      if (const Json::Number* number = json.number()) return read_big_int(number->text);
      if (const std::string* text = json.string()) return read_big_int(*text);
      return wrong_type("must be a whole number, best as a string");
    case Scalar::decimal:
      if (const Json::Number* number = json.number()) return read_decimal(number->text);
      if (const std::string* text = json.string()) return read_decimal(*text);
      return wrong_type("must be a decimal number, best as a string");
    case Scalar::id:
    case Scalar::string:
    case Scalar::date_time:
    case Scalar::date:
    case Scalar::time:
    case Scalar::uuid:
    case Scalar::email:
    case Scalar::url:
    case Scalar::bytes: break;
  }
  if (const std::string* text = json.string()) return read_from_string(scalar, *text);
  return wrong_type(fmt::format("must be a string, not {}", json.kind_name()));
}

Read read_scalar_text(Scalar scalar, std::string_view text) {
  switch (scalar) {
    case Scalar::boolean: return read_boolean_text(text);
    case Scalar::int32: return read_int(text);
    case Scalar::floating: return read_float(text);
    case Scalar::json: {
      auto json = base::parse_json(text);
      if (!json) return wrong_type("must be JSON");
      return read_json(*json);
    }
    case Scalar::id:
    case Scalar::string:
    case Scalar::big_int:
    case Scalar::decimal:
    case Scalar::date_time:
    case Scalar::date:
    case Scalar::time:
    case Scalar::uuid:
    case Scalar::email:
    case Scalar::url:
    case Scalar::bytes: break;
  }
  return read_from_string(scalar, std::string(text));
}

Json scalar_to_json(Scalar scalar, const Value& value) {
  using Storage = Json::Storage;
  if (const bool* flag = std::get_if<bool>(&value)) return Json(Storage(*flag));
  if (const std::int64_t* number = std::get_if<std::int64_t>(&value)) {
    if (scalar == Scalar::date_time) return Json(Storage(base::format_date_time(*number)));
    std::string text = fmt::format("{}", *number);
    if (scalar == Scalar::big_int) return Json(Storage(std::move(text)));
    return Json(Storage(Json::Number{std::move(text)}));
  }
  if (const double* number = std::get_if<double>(&value))
    return Json(Storage(Json::Number{fmt::format("{}", *number)}));
  if (const base::Bytes* bytes = std::get_if<base::Bytes>(&value))
    return Json(Storage(base::base64_encode(bytes->data)));
  if (const std::string* text = std::get_if<std::string>(&value)) {
    if (scalar != Scalar::json) return Json(Storage(*text));
    auto json = base::parse_json(*text);
    return json ? std::move(*json) : Json();
  }
  return Json();
}

}  // namespace tenon::schema
