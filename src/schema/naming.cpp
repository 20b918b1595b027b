#include "schema/naming.hpp"

#include "base/digest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace tenon::schema {
namespace {

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
char to_lower(char c) {
  return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

using Plural = std::pair<std::string_view, std::string_view>;

constexpr std::array irregular{
    Plural{"person", "people"},     Plural{"child", "children"},      Plural{"man", "men"},
    Plural{"woman", "women"},       Plural{"mouse", "mice"},          Plural{"goose", "geese"},
    Plural{"tooth", "teeth"},       Plural{"foot", "feet"},           Plural{"datum", "data"},
    Plural{"medium", "media"},      Plural{"criterion", "criteria"},  Plural{"quiz", "quizzes"},
    Plural{"knife", "knives"},      Plural{"life", "lives"},          Plural{"wife", "wives"},
    Plural{"leaf", "leaves"},       Plural{"shelf", "shelves"},       Plural{"half", "halves"},
    Plural{"hero", "heroes"},       Plural{"potato", "potatoes"},     Plural{"tomato", "tomatoes"},
    Plural{"lens", "lenses"},       Plural{"news", "news"},           Plural{"series", "series"},
    Plural{"species", "species"},   Plural{"equipment", "equipment"}, Plural{"information", "information"},
    Plural{"sheep", "sheep"},       Plural{"fish", "fish"},           Plural{"data", "data"},
    Plural{"metadata", "metadata"}, Plural{"media", "media"},         Plural{"staff", "staff"},
    Plural{"feedback", "feedback"}, Plural{"people", "people"},       Plural{"children", "children"},
    Plural{"software", "software"}, Plural{"hardware", "hardware"},   Plural{"money", "money"},
};

bool ends_with_any(std::string_view word, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return word.ends_with(ending); });
}

std::string pluralise_word(std::string_view word) {
  for (const auto& [singular, plural] : irregular) {
    if (word == singular) return std::string(plural);
  }
  std::string_view stem = word.substr(0, word.empty() ? 0 : word.size() - 1);
  if (word.ends_with("is")) return std::string(word.substr(0, word.size() - 2)) + "es";
  if (ends_with_any(word, {"ss", "us", "as", "os", "x", "z", "ch", "sh"})) return std::string(word) + "es";
  if (word.ends_with('s')) return std::string(word);
  if (word.ends_with('y') && !stem.empty() && std::string_view("aeiou").find(stem.back()) == std::string_view::npos) {
    return std::string(stem) + "ies";
  }
  return std::string(word) + "s";
}

}  // namespace

std::string snake_case(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (is_upper(name[i]) && i > 0 && name[i - 1] != '_') {
      bool after_small = is_lower(name[i - 1]) || is_digit(name[i - 1]);
      bool begins_word = is_upper(name[i - 1]) && i + 1 < name.size() && is_lower(name[i + 1]);
      if (after_small || begins_word) out += '_';
    }
    out += to_lower(name[i]);
  }
  return out;
}

std::string pluralise(std::string_view snake_name) {
  std::size_t last = snake_name.rfind('_');
  std::size_t start = last == std::string_view::npos ? 0 : last + 1;
  return std::string(snake_name.substr(0, start)) + pluralise_word(snake_name.substr(start));
}

std::string kebab_case(std::string_view snake_name) {
  std::string out(snake_name);
  std::replace(out.begin(), out.end(), '_', '-');
  return out;
}

bool is_path_segment(std::string_view text) {
  if (text.empty() || text.size() > max_sql_name || !is_lower(text.front())) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool joint = text[i] == '-' || text[i] == '_';
    if (joint) {
      if (i + 1 == text.size() || text[i + 1] == '-' || text[i + 1] == '_') return false;
    } else if (!is_lower(text[i]) && !is_digit(text[i])) {
      return false;
    }
  }
  return true;
}

bool is_name(std::string_view text) {
  if (text.empty() || is_digit(text.front())) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_upper(c) || is_lower(c) || is_digit(c) || c == '_'; });
}

std::string fit_sql_name(std::string name) {
  if (name.size() <= max_sql_name) return name;
  std::string mark = fmt::format("_{:016x}", base::fast_hash(name));
  name.resize(max_sql_name - mark.size());
  return name + mark;
}

}  // namespace tenon::schema
