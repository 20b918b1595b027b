#include "migrate/differences.hpp"

#include <map>
#include <utility>

namespace tenon::migrate {
namespace {

/// Stands between statements. Should a literal of a @check contain it, no more than the description suffers.
constexpr std::string_view separator = ";\n\n";

/// The name in the first quotes of a text, and the words before it.
struct Named {
  std::string_view words;  ///< `CREATE TABLE`, `CONSTRAINT`, or nothing for a column
  std::string name;
};

Named first_name(std::string_view text) {
  Named named;
  auto at = text.find('"');
  if (at == std::string_view::npos) return {text, {}};
  named.words = text.substr(0, at);
  while (!named.words.empty() && named.words.back() == ' ') named.words.remove_suffix(1);
  for (++at; at < text.size(); ++at) {
    if (text[at] == '"' && (++at >= text.size() || text[at] != '"')) break;
    named.name += text[at];
  }
  return named;
}

std::string lower(std::string_view words) {
  std::string text(words);
  for (char& letter : text)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return text;
}

/// "table posts", "unique index posts_slug_key", "trigger posts_search_insert".
std::string object_name(std::string_view statement) {
  const auto named = first_name(statement);
  auto words = lower(named.words);
  if (words.starts_with("create ")) words.erase(0, 7);
  return words + " " + named.name;
}

/// "column title", "constraint posts_title_length", "primary key".
std::string part_name(std::string_view line) {
  const auto named = first_name(line);
  if (named.words.empty()) return "column " + named.name;
  if (named.words.starts_with("PRIMARY KEY")) return "primary key";
  return lower(named.words) + " " + named.name;
}

/// The lines of a CREATE TABLE between its parentheses, by part.
std::map<std::string, std::string> parts_of(std::string_view statement) {
  std::map<std::string, std::string> parts;
  std::size_t at = statement.find('\n');
  while (at != std::string_view::npos) {
    const auto end = statement.find('\n', at + 1);
    auto line = statement.substr(at + 1, end == std::string_view::npos ? end : end - at - 1);
    at = end;
    if (line.starts_with(')')) break;
    while (line.starts_with(' ')) line.remove_prefix(1);
    if (line.ends_with(',')) line.remove_suffix(1);
    parts.emplace(part_name(line), std::string(line));
  }
  return parts;
}

using Texts = std::map<std::string, std::string>;

/// Calls `visit(name, present, wanted)` for what is not the same; null for what is not there.
template <typename Visit>
void each_difference(const Texts& present, const Texts& wanted, Visit visit) {
  for (const auto& [name, text] : wanted) {
    const auto found = present.find(name);
    if (found == present.end())
      visit(name, nullptr, &text);
    else if (found->second != text)
      visit(name, &found->second, &text);
  }
  for (const auto& [name, text] : present)
    if (!wanted.contains(name)) visit(name, &text, nullptr);
}

Texts by_object(std::span<const std::string> statements) {
  Texts texts;
  for (const auto& statement : statements) texts.emplace(object_name(statement), statement);
  return texts;
}

}  // namespace

std::vector<std::string> describe_differences(std::span<const std::string> present,
                                              std::span<const std::string> wanted) {
  std::vector<std::string> words;
  each_difference(by_object(present), by_object(wanted),
                  [&](const std::string& object, const std::string* had, const std::string* want) {
                    if (!had) return words.push_back(object + " is missing");
                    if (!want) return words.push_back(object + " is no longer in the schema");
                    const auto before = words.size();
                    each_difference(parts_of(*had), parts_of(*want),
                                    [&](const std::string& part, const std::string* old, const std::string* next) {
                                      if (!old) return words.push_back(object + ": " + part + " is missing");
                                      if (!next)
                                        return words.push_back(object + ": " + part + " is no longer in the schema");
                                      words.push_back(object + ": " + part + " is `" + *old + "`, the schema wants `" +
                                                      *next + "`");
                                    });
                    if (words.size() == before) words.push_back(object + " is defined differently");
                  });
  return words;
}

std::string join_statements(std::span<const std::string> statements) {
  std::string text;
  for (const auto& statement : statements) {
    if (!text.empty()) text += separator;
    text += statement;
  }
  return text;
}

std::vector<std::string> split_statements(std::string_view text) {
  std::vector<std::string> statements;
  while (!text.empty()) {
    const auto end = text.find(separator);
    statements.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + separator.size());
  }
  return statements;
}

}  // namespace tenon::migrate
