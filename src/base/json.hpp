#pragma once
#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tenon::base {

/// A parsed JSON value, small on purpose: request bodies and configuration, never result rows.
/// Numbers keep their text, so that nothing is rounded before the field's type is known.
class Json {
 public:
  struct Number {
    std::string text;  ///< as written, valid JSON number syntax
    bool operator==(const Number&) const = default;
  };
  using Array = std::vector<Json>;
  using Object = std::vector<std::pair<std::string, Json>>;  ///< input order, keys unique
  using Storage = std::variant<std::nullptr_t, bool, Number, std::string, Array, Object>;

  Json() = default;
  explicit Json(Storage storage) : storage_(std::move(storage)) {}

  bool is_null() const { return std::holds_alternative<std::nullptr_t>(storage_); }
  const bool* boolean() const { return std::get_if<bool>(&storage_); }
  const Number* number() const { return std::get_if<Number>(&storage_); }
  const std::string* string() const { return std::get_if<std::string>(&storage_); }
  const Array* array() const { return std::get_if<Array>(&storage_); }
  const Object* object() const { return std::get_if<Object>(&storage_); }
  /// The member of an object; null if this is no object or has none of that name.
  const Json* find(std::string_view name) const;
  /// "null", "boolean", "number", "string", "array", "object": for messages.
  std::string_view kind_name() const;

  const Storage& storage() const { return storage_; }
  bool operator==(const Json&) const = default;

 private:
  Storage storage_ = nullptr;
};

struct JsonLimits {
  std::size_t max_bytes = 1 << 20;   ///< larger text is refused
  unsigned max_depth = 32;           ///< deeper nesting is refused
  std::size_t max_values = 100'000;  ///< more values in all are refused
};

/// Parses RFC 8259 text. Faults are 400 with byte offset or reason; duplicate keys and lone surrogates are faults.
Result<Json> parse_json(std::string_view text, const JsonLimits& limits = {});

/// Compact text.
std::string to_text(const Json& json);

}  // namespace tenon::base
