#include "schema/input.hpp"

#include "base/base64.hpp"
#include "base/decimal.hpp"
#include "base/utf8.hpp"
#include "schema/faults.hpp"
#include "schema/formats.hpp"
#include "schema/scalar_input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace tenon::schema {
namespace {

using base::ErrorDetail;
using base::Json;
using base::Value;

ErrorDetail detail(std::string field, std::string_view code, std::string message) {
  ErrorDetail made;
  made.field = std::move(field);
  made.code = code;
  made.message = std::move(message);
  return made;
}

std::expected<Value, InputFault> read_enum(const EnumType& type, std::string_view text) {
  if (std::find(type.values.begin(), type.values.end(), text) != type.values.end()) return Value(std::string(text));
  std::vector<std::string_view> known(type.values.begin(), type.values.end());
  std::string message = fmt::format("must be one of {}", fmt::join(known, ", "));
  std::string hint = did_you_mean_hint(text, known);
  return std::unexpected(InputFault{"enum", hint.empty() ? message : message + "; " + hint});
}

std::expected<Value, InputFault> read_one(const Field& field, const Json& json) {
  if (field.kind != FieldKind::enumeration) return read_scalar(field.scalar, json);
  if (const std::string* text = json.string()) return read_enum(*field.enumeration, *text);
  return std::unexpected(InputFault{"type", fmt::format("must be a string, not {}", json.kind_name())});
}

/// "must have 1 to 100 characters"
std::optional<InputFault> check_length(const Field& field, std::size_t length, std::string_view of) {
  bool fits = length >= field.min_length.value_or(0) && (!field.max_length || length <= *field.max_length);
  if (fits) return std::nullopt;
  if (!field.max_length) return InputFault{"length", fmt::format("must have at least {} {}", *field.min_length, of)};
  if (field.min_length.value_or(0) == 0) {
    return InputFault{"length", fmt::format("must have at most {} {}", *field.max_length, of)};
  }
  if (*field.min_length == *field.max_length) {
    return InputFault{"length", fmt::format("must have {} {}", *field.max_length, of)};
  }
  return InputFault{"length", fmt::format("must have {} to {} {}", *field.min_length, *field.max_length, of)};
}

bool below(const Value& value, const std::string& bound) {
  if (const double* number = std::get_if<double>(&value)) {
    double limit = 0;
    std::from_chars(bound.data(), bound.data() + bound.size(), limit);
    return *number < limit;
  }
  if (const std::int64_t* number = std::get_if<std::int64_t>(&value)) {
    return base::compare_decimal(fmt::format("{}", *number), bound) < 0;
  }
  return base::compare_decimal(std::get<std::string>(value), bound) < 0;
}

bool above(const Value& value, const std::string& bound) {
  if (const double* number = std::get_if<double>(&value)) {
    double limit = 0;
    std::from_chars(bound.data(), bound.data() + bound.size(), limit);
    return *number > limit;
  }
  if (const std::int64_t* number = std::get_if<std::int64_t>(&value)) {
    return base::compare_decimal(fmt::format("{}", *number), bound) > 0;
  }
  return base::compare_decimal(std::get<std::string>(value), bound) > 0;
}

std::optional<InputFault> check_range(const Field& field, const Value& value) {
  bool low = field.min_value && below(value, *field.min_value);
  bool high = field.max_value && above(value, *field.max_value);
  if (!low && !high) return std::nullopt;
  if (field.min_value && field.max_value) {
    return InputFault{"range", fmt::format("must be from {} to {}", *field.min_value, *field.max_value)};
  }
  if (field.min_value) return InputFault{"range", fmt::format("must be at least {}", *field.min_value)};
  return InputFault{"range", fmt::format("must be at most {}", *field.max_value)};
}

std::optional<InputFault> check_constraints(const Field& field, const Value& value) {
  if (field.min_value || field.max_value) return check_range(field, value);
  if (const base::Bytes* bytes = std::get_if<base::Bytes>(&value))
    return check_length(field, bytes->data.size(), "bytes");
  const std::string* text = std::get_if<std::string>(&value);
  if (!text) return std::nullopt;
  if (field.min_length || field.max_length) {
    if (auto fault = check_length(field, base::utf8_length(*text), "characters")) return fault;
  }
  if (field.compiled_pattern && !field.compiled_pattern->matches(*text)) {
    return InputFault{"pattern", fmt::format("must match {}", *field.pattern)};
  }
  if (field.format) {
    const Format* format = find_format(*field.format);
    if (format && !format->matches(*text)) return InputFault{"format", std::string(format->message)};
  }
  return std::nullopt;
}

std::expected<Value, ErrorDetail> check_list(const Field& field, const Json& json) {
  const Json::Array* array = json.array();
  if (!array) {
    return std::unexpected(detail(field.name, "type", fmt::format("must be an array, not {}", json.kind_name())));
  }
  if (!field.max_length && array->size() > limits::max_list_elements) {
    return std::unexpected(
        detail(field.name, "length", fmt::format("must have at most {} elements", limits::max_list_elements)));
  }
  if (auto fault = check_length(field, array->size(), "elements")) {
    return std::unexpected(detail(field.name, fault->code, std::move(fault->message)));
  }
  Json::Array wire;
  for (std::size_t i = 0; i < array->size(); ++i) {
    const Json& element = (*array)[i];
    std::string path = fmt::format("{}.{}", field.name, i);
    if (element.is_null() && !(field.kind == FieldKind::scalar && field.scalar == Scalar::json)) {
      if (field.element_required) return std::unexpected(detail(std::move(path), "required", "must not be null"));
      wire.emplace_back();
      continue;
    }
    auto value = read_one(field, element);
    if (!value) return std::unexpected(detail(std::move(path), value.error().code, std::move(value.error().message)));
    Scalar scalar = field.kind == FieldKind::enumeration ? Scalar::string : field.scalar;
    wire.push_back(scalar_to_json(scalar, *value));
  }
  return Value(base::to_text(Json(Json::Storage(std::move(wire)))));
}

}  // namespace

std::expected<Value, ErrorDetail> check_input(const Field& field, const Json& json) {
  if (json.is_null()) {
    if (field.required) return std::unexpected(detail(field.name, "required", "must not be null"));
    return Value(base::Null{});
  }
  if (field.list) return check_list(field, json);
  auto value = read_one(field, json);
  if (!value) return std::unexpected(detail(field.name, value.error().code, std::move(value.error().message)));
  if (auto fault = check_constraints(field, *value)) {
    return std::unexpected(detail(field.name, fault->code, std::move(fault->message)));
  }
  return std::move(*value);
}

std::expected<Value, ErrorDetail> check_text(const Field& field, std::string_view text) {
  auto value =
      field.kind == FieldKind::enumeration ? read_enum(*field.enumeration, text) : read_scalar_text(field.scalar, text);
  if (!value) return std::unexpected(detail(field.name, value.error().code, std::move(value.error().message)));
  return std::move(*value);
}

}  // namespace tenon::schema
