#include "access/english_words.hpp"

#include "base/json_writer.hpp"
#include "base/time.hpp"

#include <array>
#include <cctype>
#include <utility>

namespace tenon::access {
namespace {

using schema::ExpressionKind;
using schema::Type;

std::string duration_words(std::int64_t micros) {
  struct Unit {
    std::int64_t micros;
    std::string_view name;
  };
  static constexpr std::array units{Unit{86'400'000'000, "day"}, Unit{3'600'000'000, "hour"},
                                    Unit{60'000'000, "minute"}, Unit{1'000'000, "second"}, Unit{1, "microsecond"}};
  for (const auto& unit : units) {
    if (micros % unit.micros != 0) continue;
    const auto count = micros / unit.micros;
    if (count == 0) break;
    return std::to_string(count) + " " + std::string(unit.name) + (count == 1 ? "" : "s");
  }
  return "no time";
}

}  // namespace

std::string spoken(std::string_view name) {
  std::string words;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto c = static_cast<unsigned char>(name[i]);
    const bool word_begins = std::isupper(c) && i > 0 && !std::isupper(static_cast<unsigned char>(name[i - 1]));
    if (word_begins || c == '_') words += ' ';
    if (c != '_') words += static_cast<char>(std::tolower(c));
  }
  return words;
}

std::string with_article(const std::string& noun) {
  const bool vowel = !noun.empty() && std::string_view("aeio").contains(noun.front());
  return (vowel ? "an " : "a ") + noun;
}

std::string said_of_row(std::string_view field, bool negated) {
  const auto words = spoken(field);
  if (words.starts_with("is ")) return (negated ? "is not " : "is ") + words.substr(3);
  if (words.starts_with("has ")) return (negated ? "does not have " : "has ") + words.substr(4);
  if (words.starts_with("can ")) return (negated ? "cannot " : "can ") + words.substr(4);
  return (negated ? "is not " : "is ") + words;
}

std::string_view comparison_words(ExpressionKind kind, Type type) {
  const bool time = type == Type::timestamp || type == Type::date || type == Type::time_of_day;
  if (kind == ExpressionKind::equal) return "is";
  if (kind == ExpressionKind::not_equal) return "is not";
  if (kind == ExpressionKind::less) return time ? "is before" : "is less than";
  if (kind == ExpressionKind::less_equal) return time ? "is not after" : "is at most";
  if (kind == ExpressionKind::greater) return time ? "is after" : "is more than";
  return time ? "is not before" : "is at least";
}

ExpressionKind opposite_comparison(ExpressionKind kind) {
  if (kind == ExpressionKind::equal) return ExpressionKind::not_equal;
  if (kind == ExpressionKind::not_equal) return ExpressionKind::equal;
  if (kind == ExpressionKind::less) return ExpressionKind::greater_equal;
  if (kind == ExpressionKind::less_equal) return ExpressionKind::greater;
  if (kind == ExpressionKind::greater) return ExpressionKind::less_equal;
  return ExpressionKind::less;
}

std::string literal_words(const schema::Expression& literal) {
  const auto& value = literal.value;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    if (literal.type == Type::timestamp) return base::format_date_time_seconds(*integer);
    if (literal.type == Type::duration) return duration_words(*integer);
    return std::to_string(*integer);
  }
  if (const auto* number = std::get_if<double>(&value)) {
    std::string text;
    base::append_json_double(text, *number);
    return text;
  }
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* text = std::get_if<std::string>(&value)) {
    const bool bare = literal.type == Type::decimal || literal.type == Type::date || literal.type == Type::time_of_day;
    return bare ? *text : "'" + *text + "'";
  }
  return base::is_null(value) ? "nothing" : "some bytes";
}

}  // namespace tenon::access
