#include "migrate/plan_parts.hpp"

#include <fmt/format.h>

namespace tenon::migrate {
namespace {

std::string_view type_name(sql::Type type) {
  switch (type) {
    case sql::Type::boolean: return "Boolean";
    case sql::Type::int32: return "Int";
    case sql::Type::int64: return "BigInt";
    case sql::Type::floating: return "Float";
    case sql::Type::decimal: return "Decimal";
    case sql::Type::text: return "text";
    case sql::Type::uuid: return "ID";
    case sql::Type::timestamp: return "DateTime";
    case sql::Type::date: return "Date";
    case sql::Type::time: return "Time";
    case sql::Type::json: return "JSON";
    case sql::Type::bytes: return "Bytes";
  }
  return {};
}

std::string form_name(const Column& column) {
  const auto form = form_of(column);
  return form.element ? fmt::format("a list of {}", type_name(*form.element)) : std::string(type_name(form.type));
}

void column_words(const Pair<Column>& pair, std::vector<std::string>& words) {
  if (!pair.from) return words.push_back(fmt::format("adds column {}", pair.to->name));
  if (!pair.to) return words.push_back(fmt::format("drops column {}", pair.from->name));
  const auto& from = *pair.from;
  const auto& to = *pair.to;
  if (from.name != to.name) words.push_back(fmt::format("renames column {} to {}", from.name, to.name));
  if (!stored_alike(from, to))
    words.push_back(fmt::format("changes column {} from {} to {}", to.name, form_name(from), form_name(to)));
  if (from.required != to.required)
    words.push_back(fmt::format("makes column {} {}", to.name, to.required ? "required" : "optional"));
  if (from.required && to.required && from.default_value != to.default_value)
    words.push_back(fmt::format("{} the default of column {}", to.default_value ? "sets" : "drops", to.name));
}

template <typename Part>
void part_words(const std::vector<Pair<Part>>& pairs, std::string_view kind, std::vector<std::string>& words) {
  for (const auto& pair : pairs) {
    if (pair.kept()) continue;
    if (pair.from && pair.to)
      words.push_back(fmt::format("renames {} {} to {}", kind, pair.from->name, pair.to->name));
    else
      words.push_back(fmt::format("{} {} {}", pair.to ? "adds" : "drops", kind, (pair.to ? pair.to : pair.from)->name));
  }
}

}  // namespace

std::vector<std::string> words_of(const TableChange& change) {
  std::vector<std::string> words;
  for (const auto& pair : change.columns) column_words(pair, words);
  part_words(change.checks, "check", words);
  part_words(change.foreign_keys, "foreign key", words);
  if (!change.same_full_text) words.push_back(change.to->full_text.empty() ? "drops full text" : "changes full text");
  return words;
}

}  // namespace tenon::migrate
