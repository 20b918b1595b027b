#include "app/settings.hpp"

#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace tenon::app {
namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view blank = " \t\r";
  const auto begin = text.find_first_not_of(blank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

bool is_name(std::string_view text) {
  return !text.empty() && text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") ==
                              std::string_view::npos;
}

/// Nothing for an unclosed quote.
std::optional<std::string> unquote(std::string_view text) {
  if (text.empty() || (text.front() != '"' && text.front() != '\''))
    return std::string(trim(text.substr(0, text.find(" #"))));
  const auto end = text.find(text.front(), 1);
  if (end == std::string_view::npos) return std::nullopt;
  return std::string(text.substr(1, end - 1));
}

}  // namespace

DotEnv parse_dot_env(std::string_view text) {
  DotEnv result;
  int line_number = 0;
  while (!text.empty()) {
    const auto end = text.find('\n');
    auto line = trim(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    ++line_number;
    if (line.empty() || line.front() == '#') continue;
    if (line.starts_with("export ")) line = trim(line.substr(7));
    const auto equals = line.find('=');
    const auto name = trim(line.substr(0, equals));
    const auto value = equals == std::string_view::npos ? std::nullopt : unquote(trim(line.substr(equals + 1)));
    if (!is_name(name) || !value) {
      result.faults.push_back(".env line " + std::to_string(line_number) + " should look like NAME=value");
      continue;
    }
    result.values.emplace_back(name, *value);
  }
  return result;
}

Lookup process_environment() {
  auto file = std::make_shared<std::map<std::string, std::string, std::less<>>>();
  if (std::ifstream stream(".env"); stream) {
    std::stringstream text;
    text << stream.rdbuf();
    auto parsed = parse_dot_env(text.str());
    if (!parsed.faults.empty()) throw std::runtime_error(parsed.faults.front());
    for (auto& [name, value] : parsed.values) (*file)[name] = std::move(value);
  }
  return [file](std::string_view name) -> std::optional<std::string> {
    if (const char* value = std::getenv(std::string(name).c_str())) return value;
    if (const auto found = file->find(name); found != file->end()) return found->second;
    return std::nullopt;
  };
}

}  // namespace tenon::app
