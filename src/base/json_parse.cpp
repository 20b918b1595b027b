#include "base/json.hpp"
#include "base/json_number.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cassert>
#include <cstring>

namespace tenon::base {
namespace {

namespace ondemand = simdjson::ondemand;

/// What a thread keeps between two parses; larger texts get memory of their own.
constexpr std::size_t kept_bytes = 64 * 1024;
constexpr unsigned deepest_limit = 1000;  ///< the reader below recurses

Error fault(std::string_view reason) {
  return Error(ErrorCode::bad_request, "Invalid JSON: " + std::string(reason));
}

Error fault_at(std::string_view reason, std::size_t offset) {
  return fault(std::string(reason) + " at byte " + std::to_string(offset));
}

std::string_view reason_of(simdjson::error_code code) {
  switch (code) {
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT: return "an array or object is not closed";
    case simdjson::UNCLOSED_STRING: return "a string is not closed";
    case simdjson::UNESCAPED_CHARS: return "a string holds an unescaped control character";
    case simdjson::UTF8_ERROR: return "the text is not valid UTF-8";
    case simdjson::STRING_ERROR: return "a string holds an invalid escape";
    case simdjson::TAPE_ERROR: return "unexpected text";
    case simdjson::EMPTY: return "the text is empty";
    default: return "unexpected text";
  }
}

bool has_duplicate(const Json::Object& members, std::string_view& duplicate) {
  std::vector<std::string_view> names;
  names.reserve(members.size());
  for (const auto& member : members) names.push_back(member.first);
  std::ranges::sort(names);
  const auto twice = std::ranges::adjacent_find(names);
  if (twice == names.end()) return false;
  duplicate = *twice;
  return true;
}

/// Turns one text, padded as simdjson wants it, into a tree.
class Reader {
 public:
  Reader(simdjson::padded_string_view text, const JsonLimits& limits) : text_(text), limits_(limits) {}

  Result<Json> read(ondemand::parser& parser) {
    ondemand::document document;
    if (const auto code = parser.iterate(text_).get(document)) return unexpected(fault(reason_of(code)));
    document_ = &document;
    ondemand::json_type type;
    if (const auto code = document.type().get(type)) return failed(code);
    if (!nests(type)) return read_root_scalar(document, type);
    ondemand::value value;
    if (const auto code = document.get_value().get(value)) return failed(code);
    TENON_TRY(json, read_value(value, 1));
    const char* rest = nullptr;
    if (!document.current_location().get(rest)) return unexpected(fault_at("text after the value", offset(rest)));
    return json;
  }

 private:
  static bool nests(ondemand::json_type type) {
    return type == ondemand::json_type::array || type == ondemand::json_type::object;
  }

  Result<Json> read_root_scalar(ondemand::document& document, ondemand::json_type type) {
    const std::string_view token = trimmed(document.raw_json_token().value_unsafe());
    const std::size_t end = trimmed(text_).size();
    // A string's token ends at the next one, so that text after it shows here as for the others.
    if (offset(token.data()) + token.size() != end) return unexpected(fault("text after the value"));
    return read_scalar(document, type, token);
  }

  Result<Json> read_value(ondemand::value& value, unsigned depth) {
    ondemand::json_type type;
    if (const auto code = value.type().get(type)) return failed(code);
    if (!nests(type)) return read_scalar(value, type, trimmed(value.raw_json_token()));
    if (depth > limits_.max_depth)
      return unexpected(fault("nested deeper than " + std::to_string(limits_.max_depth) + " levels"));
    return type == ondemand::json_type::array ? read_array(value, depth) : read_object(value, depth);
  }

  Result<Json> read_array(ondemand::value& value, unsigned depth) {
    ondemand::array array;
    if (const auto code = value.get_array().get(array)) return failed(code);
    TENON_TRY_VOID(count_value());
    Json::Array elements;
    for (auto next : array) {
      ondemand::value element;
      if (const auto code = std::move(next).get(element)) return failed(code);
      TENON_TRY(json, read_value(element, depth + 1));
      elements.push_back(std::move(json));
    }
    return Json(std::move(elements));
  }

  Result<Json> read_object(ondemand::value& value, unsigned depth) {
    ondemand::object object;
    if (const auto code = value.get_object().get(object)) return failed(code);
    TENON_TRY_VOID(count_value());
    Json::Object members;
    for (auto next : object) {
      ondemand::field field;
      if (const auto code = std::move(next).get(field)) return failed(code);
      std::string_view name;
      if (const auto code = field.unescaped_key().get(name)) return failed(code);
      std::string own_name(name);
      TENON_TRY(json, read_value(field.value(), depth + 1));
      members.emplace_back(std::move(own_name), std::move(json));
    }
    if (std::string_view name; has_duplicate(members, name))
      return unexpected(fault("the name \"" + std::string(name.substr(0, 100)) + "\" occurs twice in one object"));
    return Json(std::move(members));
  }

  template <typename Scalar>
  Result<Json> read_scalar(Scalar& scalar, ondemand::json_type type, std::string_view token) {
    TENON_TRY_VOID(count_value());
    if (type == ondemand::json_type::string) {
      std::string_view text;
      if (const auto code = scalar.get_string().get(text)) return failed(code);
      return Json(std::string(text));
    }
    if (token == "null") return Json();
    if (token == "true") return Json(true);
    if (token == "false") return Json(false);
    if (!is_json_number(token)) return unexpected(fault_at("no value", offset(token.data())));
    Json::Number number{std::string(token)};
    return Json(std::move(number));
  }

  Result<void> count_value() {
    if (++values_ > limits_.max_values)
      return unexpected(fault("more than " + std::to_string(limits_.max_values) + " values"));
    return {};
  }

  std::unexpected<Error> failed(simdjson::error_code code) {
    const char* place = nullptr;
    if (document_->current_location().get(place)) return unexpected(fault(reason_of(code)));
    if (offset(place) >= text_.size()) return unexpected(fault("the text ends too early"));
    return unexpected(fault_at(reason_of(code), offset(place)));
  }

  std::size_t offset(const char* place) const { return static_cast<std::size_t>(place - text_.data()); }

  static std::string_view trimmed(std::string_view token) {
    return token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
  }

  simdjson::padded_string_view text_;
  const JsonLimits& limits_;
  ondemand::document* document_ = nullptr;
  std::size_t values_ = 0;
};

/// A parser and the padded copy it reads from.
struct Workspace {
  ondemand::parser parser;
  std::vector<char> text;

  Result<Json> parse(std::string_view source, const JsonLimits& limits) {
    text.resize(std::max(text.size(), source.size() + simdjson::SIMDJSON_PADDING));
    std::memcpy(text.data(), source.data(), source.size());
    std::memset(text.data() + source.size(), 0, simdjson::SIMDJSON_PADDING);
    const simdjson::padded_string_view padded(text.data(), source.size(), text.size());
    return Reader(padded, limits).read(parser);
  }
};

}  // namespace

Result<Json> parse_json(std::string_view text, const JsonLimits& limits) {
  assert(limits.max_depth <= deepest_limit && "the reader recurses");
  if (text.empty()) return unexpected(fault("the text is empty"));
  if (text.size() > limits.max_bytes)
    return unexpected(fault("longer than " + std::to_string(limits.max_bytes) + " bytes"));
  if (text.size() > kept_bytes) return Workspace().parse(text, limits);
  thread_local Workspace workspace;
  return workspace.parse(text, limits);
}

}  // namespace tenon::base
