#include "sql/sqlite_writer.hpp"

namespace tenon::sql {
namespace {

/// The row's number where its key is none: full-text indexes point to it, and only a declared one survives VACUUM. No
/// column of a schema can have that name.
constexpr std::string_view row_number = "$row";

std::string_view column_type(Type type) {
  switch (type) {
    case Type::boolean:
    case Type::int32:
    case Type::int64:
    case Type::timestamp: return "INTEGER";
    case Type::floating: return "REAL";
    case Type::decimal: return "TEXT COLLATE \"decimal\"";
    case Type::text:
    case Type::uuid:
    case Type::date:
    case Type::time:
    case Type::json: return "TEXT";
    case Type::bytes: return "BLOB";
  }
  return "TEXT";
}

std::string_view words(ReferenceAction action) {
  switch (action) {
    case ReferenceAction::restrict: return "RESTRICT";
    case ReferenceAction::cascade: return "CASCADE";
    case ReferenceAction::set_null: return "SET NULL";
  }
  return "RESTRICT";
}

std::string list_of(const std::vector<std::string>& items, std::string_view prefix) {
  std::string text;
  for (const auto& item : items) {
    text += ", ";
    text += prefix;
    text += item;
  }
  return text;
}

bool is_row_number(const ColumnDefinition& column) {
  return column.primary_key && column.type == Type::int64;
}

}  // namespace

std::string SqliteWriter::quoted(std::string_view text) {
  SqliteWriter writer;
  writer.name(text);
  return writer.take();
}

void SqliteWriter::column_definition(const ColumnDefinition& column, const CreateTable& table) {
  name(column.name);
  text_ += ' ';
  text_ += column_type(column.type);
  if (column.not_null || column.primary_key) text_ += " NOT NULL";
  if (is_row_number(column))
    text_ += " PRIMARY KEY AUTOINCREMENT";
  else if (column.primary_key)
    text_ += table.full_text ? " UNIQUE" : " PRIMARY KEY";
  if (column.default_value) {
    text_ += " DEFAULT ";
    default_literal(*column.default_value, column.type);
  }
  if (column.type == Type::boolean) {
    text_ += " CHECK (";
    name(column.name);
    text_ += " IN (0, 1))";
  }
  if (column.type == Type::json) {
    text_ += " CHECK (";
    // json_valid(NULL) is false.
    if (!column.not_null) {
      name(column.name);
      text_ += " IS NULL OR ";
    }
    text_ += "json_valid(";
    name(column.name);
    text_ += "))";
  }
  if (!column.references) return;
  text_ += " REFERENCES ";
  name(column.references->table);
  text_ += " (";
  name(column.references->column);
  text_ += ") ON DELETE ";
  text_ += words(column.references->on_delete);
}

/// Only literals may stand there without parentheses.
void SqliteWriter::default_literal(const base::Value& value, Type type) {
  const auto* const text = std::get_if<std::string>(&value);
  const bool is_expression = text && text->find('\0') != std::string::npos;
  if (is_expression) text_ += '(';
  literal(value, type);
  if (is_expression) text_ += ')';
}

std::string SqliteWriter::add_column(std::string_view table, const ColumnDefinition& column) {
  text_ += "ALTER TABLE ";
  name(table);
  text_ += " ADD COLUMN ";
  column_definition(column, CreateTable{});
  return take();
}

std::vector<std::string> SqliteWriter::create_table(const CreateTable& table) {
  text_ += "CREATE TABLE ";
  name(table.table);
  text_ += " (";
  std::string_view separator = "\n  ";
  const auto begin_line = [&] {
    text_ += separator;
    separator = ",\n  ";
  };
  bool numbered = false;
  for (const auto& column : table.columns) numbered = numbered || is_row_number(column);
  if (table.full_text && !numbered) {
    begin_line();
    name(row_number);
    text_ += " INTEGER NOT NULL PRIMARY KEY";
  }
  for (const auto& column : table.columns) {
    begin_line();
    column_definition(column, table);
  }
  if (!table.primary_key.empty()) {
    begin_line();
    text_ += "PRIMARY KEY (";
    for (std::size_t i = 0; i < table.primary_key.size(); ++i) {
      if (i > 0) text_ += ", ";
      name(table.primary_key[i]);
    }
    text_ += ')';
  }
  in_constraint_ = true;
  for (const auto& check : table.checks) {
    begin_line();
    text_ += "CONSTRAINT ";
    name(check.name);
    text_ += " CHECK (";
    expression(*check.expr);
    text_ += ')';
  }
  in_constraint_ = false;
  // Pairs of keys need no row number and no second copy of the pair.
  text_ += table.primary_key.size() > 1 ? "\n) STRICT, WITHOUT ROWID" : "\n) STRICT";
  return {take()};
}

/// An external-content FTS5 table with the three triggers of SQLite's documentation (https://sqlite.org/fts5.html,
/// section 4.4.3).
std::vector<std::string> SqliteWriter::create_full_text(const CreateFullText& full_text) {
  const auto table = quoted(full_text.table);
  const auto index = quoted(full_text.table + "_search");
  std::vector<std::string> names;
  for (const auto& column : full_text.columns) names.push_back(quoted(column));

  const auto trigger = [&](std::string_view suffix, std::string_view event, const std::string& body) {
    return "CREATE TRIGGER " + quoted(full_text.table + "_search_" + std::string(suffix)) + " AFTER " +
           std::string(event) + " ON " + table + " BEGIN " + body + " END";
  };
  const auto add =
      "INSERT INTO " + index + " (rowid" + list_of(names, "") + ") VALUES (new.rowid" + list_of(names, "new.") + ");";
  const auto drop = "INSERT INTO " + index + " (" + index + ", rowid" + list_of(names, "") +
                    ") VALUES ('delete', old.rowid" + list_of(names, "old.") + ");";
  // An update of other columns leaves the index alone.
  const auto update = "UPDATE OF " + list_of(names, "").substr(2);
  return {"CREATE VIRTUAL TABLE " + index + " USING fts5(" + list_of(names, "").substr(2) + ", content=" + table +
              ", content_rowid='rowid', tokenize='unicode61')",
          trigger("insert", "INSERT", add), trigger("delete", "DELETE", drop),
          trigger("update", update, drop + " " + add)};
}

}  // namespace tenon::sql
