#include "migrate/row_snapshot.hpp"

#include <algorithm>

namespace tenon::migrate {
namespace {

constexpr std::size_t shown_text = 60;

std::string shown(const base::Value& value) {
  auto text = base::to_debug_text(value);
  if (text.size() <= shown_text) return text;
  auto end = shown_text;
  // Not in the middle of a character.
  while (end > 0 && (text[end] & 0xC0) == 0x80) --end;
  text.resize(end);
  return text + "…";
}

std::string shown(const std::vector<base::Value>& key) {
  std::string text;
  for (const auto& value : key) text += (text.empty() ? "" : ", ") + shown(value);
  return text;
}

}  // namespace

RowSnapshot::RowSnapshot(db::Session& session, sql::Dialect dialect) {
  for (const auto& stored : read_tables(session, dialect)) {
    auto& table = tables_[stored.name];
    for (const auto& column : stored.columns) table.columns.insert(column.name);
    read_rows(session, dialect, stored, [&](const std::vector<base::Value>& values) {
      Key key;
      Row row;
      for (std::size_t i = 0; i < values.size(); ++i) {
        const auto& column = stored.columns[i].name;
        row[column] = values[i];
        if (stored.key.empty() || std::ranges::find(stored.key, column) != stored.key.end()) key.push_back(values[i]);
      }
      table.rows.emplace(std::move(key), std::move(row));
    });
  }
}

std::size_t RowSnapshot::rows() const {
  std::size_t count = 0;
  for (const auto& [name, table] : tables_) count += table.rows.size();
  return count;
}

std::vector<std::string> RowSnapshot::losses(const RowSnapshot& after, const std::set<std::string>& lost) const {
  std::vector<std::string> lines;
  for (const auto& [name, table] : tables_) {
    if (lost.contains(name)) continue;
    const auto found = after.tables_.find(name);
    if (found != after.tables_.end())
      compare(name, table, found->second, lost, lines);
    else if (!table.rows.empty())
      lines.push_back("table " + name + " is gone, with " + std::to_string(table.rows.size()) + " rows");
  }
  return lines;
}

void RowSnapshot::compare(const std::string& name, const Table& had, const Table& has,
                          const std::set<std::string>& lost, std::vector<std::string>& lines) {
  std::size_t missing = 0;
  std::map<std::string, std::pair<std::size_t, std::string>> changed;
  for (const auto& [key, row] : had.rows) {
    const auto found = has.rows.find(key);
    if (found == has.rows.end()) {
      ++missing;
      continue;
    }
    for (const auto& [column, value] : row) {
      if (base::is_null(value) || lost.contains(name + "." + column)) continue;
      const auto now = found->second.find(column);
      if (now != found->second.end() && now->second == value) continue;
      auto& [count, example] = changed[column];
      if (count++ == 0)
        example = "row " + shown(key) + " had " + shown(value) +
                  (now == found->second.end() ? "" : ", has " + shown(now->second));
    }
  }
  if (missing > 0) lines.push_back(std::to_string(missing) + " rows of " + name + " are gone");
  for (const auto& [column, what] : changed)
    lines.push_back(std::to_string(what.first) + " values of " + name + "." + column +
                    (has.columns.contains(column) ? " have changed: " : " are gone: ") + what.second);
  if (has.rows.size() + missing > had.rows.size())
    lines.push_back(std::to_string(has.rows.size() + missing - had.rows.size()) + " rows of " + name + " are new");
}

}  // namespace tenon::migrate
