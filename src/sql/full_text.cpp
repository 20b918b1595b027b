#include "sql/render.hpp"
#include "sql/writer.hpp"

#include <string>

namespace tenon::sql {
namespace {

std::string quoted(std::string_view name) {
  SqliteWriter writer;
  writer.quote_name(name);
  return writer.take();
}

std::string column_list(const CreateFullText& full_text, std::string_view prefix) {
  std::string text;
  for (const auto& column : full_text.columns) {
    text += ", ";
    text += prefix;
    text += quoted(column);
  }
  return text;
}

}  // namespace

/// An external-content FTS5 table with the three triggers of SQLite's documentation (https://sqlite.org/fts5.html,
/// section 4.4.3).
std::vector<std::string> render(const CreateFullText& full_text, Dialect) {
  const auto table = quoted(full_text.table);
  const auto search = quoted(full_text.table + "_search");
  const auto trigger = [&](std::string_view suffix, std::string_view event, const std::string& body) {
    return "CREATE TRIGGER " + quoted(full_text.table + "_search_" + std::string(suffix)) + " AFTER " +
           std::string(event) + " ON " + table + " BEGIN " + body + " END";
  };
  const auto names = column_list(full_text, "");
  const auto add =
      "INSERT INTO " + search + " (rowid" + names + ") VALUES (new.rowid" + column_list(full_text, "new.") + ");";
  const auto drop = "INSERT INTO " + search + " (" + search + ", rowid" + names + ") VALUES ('delete', old.rowid" +
                    column_list(full_text, "old.") + ");";
  return {"CREATE VIRTUAL TABLE " + search + " USING fts5(" + names.substr(2) + ", content=" + table +
              ", content_rowid='rowid', tokenize='unicode61')",
          trigger("insert", "INSERT", add), trigger("delete", "DELETE", drop),
          trigger("update", "UPDATE", drop + " " + add)};
}

}  // namespace tenon::sql
