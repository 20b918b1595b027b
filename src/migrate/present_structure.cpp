#include "migrate/present_structure.hpp"

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "migrate/stored_rows.hpp"
#include "sql/catalogue.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <tuple>

namespace tenon::migrate {
namespace {

bool is_space(char letter) {
  return letter == ' ' || letter == '\n' || letter == '\t' || letter == '\r';
}

/// The end of a quoted text or comment that begins at `at`, or `at` where none does. A doubled quote is two texts side
/// by side, which changes nothing here.
std::size_t skip_quoted(std::string_view text, std::size_t at) {
  const auto end_of = [&](std::string_view mark, std::size_t from) {
    const auto found = text.find(mark, from);
    return found == std::string_view::npos ? text.size() : found + mark.size();
  };
  switch (text[at]) {
    case '\'': return end_of("'", at + 1);
    case '"': return end_of("\"", at + 1);
    case '`': return end_of("`", at + 1);
    case '[': return end_of("]", at + 1);
    case '-': return text.substr(at, 2) == "--" ? end_of("\n", at) : at;
    case '/': return text.substr(at, 2) == "/*" ? end_of("*/", at + 2) : at;
    default: return at;
  }
}

bool is_comment(std::string_view text, std::size_t at) {
  return text[at] == '-' || text[at] == '/';
}

/// One space where there were several, no comments, none at the ends and beside parentheses and commas.
std::string normalised(std::string_view text) {
  std::string made;
  bool space = false;
  const auto tight = [](char letter) { return letter == '(' || letter == ')' || letter == ','; };
  const auto add = [&](std::string_view piece) {
    if (space && !made.empty() && !tight(made.back()) && !tight(piece.front())) made += ' ';
    space = false;
    made += piece;
  };
  for (std::size_t at = 0; at < text.size();) {
    if (const auto end = skip_quoted(text, at); end > at) {
      if (is_comment(text, at))
        space = true;
      else
        add(text.substr(at, end - at));
      at = end;
    } else if (is_space(text[at])) {
      space = true;
      ++at;
    } else {
      add(text.substr(at++, 1));
    }
  }
  return made;
}

/// `"name"` or a bare word at the beginning.
std::string_view first_word(std::string_view text) {
  if (text.empty()) return text;
  const auto quoted = skip_quoted(text, 0);
  return text.substr(0, quoted > 0 ? quoted : std::min(text.find_first_of(" ("), text.size()));
}

std::string unquoted(std::string_view word) {
  if (word.size() >= 2 && (word.front() == '"' || word.front() == '`' || word.front() == '['))
    return std::string(word.substr(1, word.size() - 2));
  return std::string(word);
}

PresentPart part_of_line(const std::string& table, std::string_view text, int place) {
  PresentPart part;
  part.table = table;
  const auto word = first_word(text);
  constexpr std::array<std::string_view, 5> starts{"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"};
  if (std::ranges::find(starts, word) == starts.end()) {
    part.kind = "column";
    part.name = unquoted(word);
    part.definition = text.substr(std::min(word.size() + 1, text.size()));
    part.place = place;
    return part;
  }
  part.kind = "constraint";
  part.definition = text;
  part.name = part.definition;
  if (word == "CONSTRAINT") part.name = unquoted(first_word(text.substr(std::min(word.size() + 1, text.size()))));
  return part;
}

/// Whether two parts are the same thing, differently defined or not.
using Identity = std::tuple<std::string, std::string, std::string>;

std::map<Identity, const PresentPart*> by_identity(const std::vector<PresentPart>& structure) {
  std::map<Identity, const PresentPart*> parts;
  for (const auto& part : structure) parts[{part.kind, part.table, part.name}] = &part;
  return parts;
}

std::string words(const PresentPart& part) {
  if (part.kind == "column") return "column " + part.table + "." + part.name;
  if (part.table.empty() || part.table == part.name) return part.kind + " " + part.name;
  return part.kind + " " + part.name + " of " + part.table;
}

}  // namespace

std::vector<PresentPart> parts_of_create_table(const std::string& table, std::string_view text) {
  std::vector<PresentPart> parts;
  PresentPart whole;
  whole.kind = "table";
  whole.table = whole.name = table;
  const auto plain = normalised(text);
  const std::string_view all = plain;
  std::size_t at = 0;
  while (at < all.size() && all[at] != '(') at = std::max(skip_quoted(all, at), at + 1);
  // A virtual table has arguments, not columns.
  if (all.starts_with("CREATE VIRTUAL") || at >= all.size()) {
    whole.definition = plain;
    return {whole};
  }
  std::size_t begin = ++at;
  int depth = 0;
  for (; at < all.size(); at = std::max(skip_quoted(all, at), at + 1)) {
    if (all[at] == '(') ++depth;
    const bool ends = depth == 0 && (all[at] == ',' || all[at] == ')');
    if (ends) {
      parts.push_back(part_of_line(table, all.substr(begin, at - begin), static_cast<int>(parts.size()) + 1));
      begin = at + 1;
    }
    if (all[at] == ')' && depth-- == 0) break;
  }
  whole.definition = at < all.size() ? all.substr(at + 1) : std::string_view();
  parts.push_back(std::move(whole));
  return parts;
}

std::vector<PresentPart> read_structure(db::Session& session, sql::Dialect dialect) {
  std::vector<PresentPart> structure;
  const db::OnRow on_row = [&](const db::RowView& row) {
    PresentPart part;
    part.kind = row.text(0);
    part.table = row.text(1);
    part.name = row.text(2);
    part.definition = row.text(3);
    part.place = static_cast<int>(row.integer(4));
    if (is_bookkeeping(part.table)) return true;
    if (dialect == sql::Dialect::sqlite && part.kind == "table") {
      std::ranges::move(parts_of_create_table(part.name, part.definition), std::back_inserter(structure));
      return true;
    }
    if (dialect == sql::Dialect::sqlite) part.definition = normalised(part.definition);
    structure.push_back(std::move(part));
    return true;
  };
  run_or_throw(session, sql::list_structure(dialect), {}, on_row, "the structure cannot be read");
  // Numbers of columns that were dropped leave gaps.
  std::ranges::stable_sort(structure, {}, [](const PresentPart& part) { return std::tie(part.table, part.place); });
  std::map<std::string, int> places;
  for (auto& part : structure)
    if (part.kind == "column") part.place = ++places[part.table];
  std::ranges::sort(structure);
  return structure;
}

std::string structure_fingerprint(const std::vector<PresentPart>& structure) {
  std::string all;
  for (const auto& part : structure) {
    for (const auto& text : {part.kind, part.table, part.name, part.definition, std::to_string(part.place)}) {
      all += text;
      all += '\0';
    }
  }
  return base::hex_encode(base::sha256(all));
}

std::vector<std::string> structure_differences(const std::vector<PresentPart>& before,
                                               const std::vector<PresentPart>& after, ColumnOrder order) {
  std::vector<std::string> lines;
  const auto had = by_identity(before);
  const auto has = by_identity(after);
  for (const auto& [identity, part] : has) {
    const auto found = had.find(identity);
    if (found == had.end())
      lines.push_back(words(*part) + " is new");
    else if (found->second->definition != part->definition)
      lines.push_back(words(*part) + " is `" + part->definition + "`, was `" + found->second->definition + "`");
    else if (order == ColumnOrder::counts && found->second->place != part->place)
      lines.push_back(words(*part) + " is at place " + std::to_string(part->place) + ", was at " +
                      std::to_string(found->second->place));
  }
  for (const auto& [identity, part] : had)
    if (!has.contains(identity)) lines.push_back(words(*part) + " is gone");
  return lines;
}

}  // namespace tenon::migrate
