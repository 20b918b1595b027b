#include "sql/writer.hpp"

namespace tenon::sql {
namespace {

std::string_view column_type(Type type) {
  switch (type) {
    case Type::boolean:
    case Type::int32:
    case Type::int64:
    case Type::timestamp: return "INTEGER";
    case Type::floating: return "REAL";
    case Type::decimal: return "TEXT COLLATE decimal";
    case Type::text:
    case Type::uuid:
    case Type::date:
    case Type::time:
    case Type::json: return "TEXT";
    case Type::bytes: return "BLOB";
  }
  return "TEXT";
}

std::string_view action(ReferenceAction action) {
  switch (action) {
    case ReferenceAction::restrict: return "RESTRICT";
    case ReferenceAction::cascade: return "CASCADE";
    case ReferenceAction::set_null: return "SET NULL";
  }
  return "RESTRICT";
}

}  // namespace

void SqliteWriter::column_definition(const ColumnDefinition& column) {
  quote_name(column.name);
  text_ += ' ';
  text_ += column_type(column.type);
  if (column.not_null || column.primary_key) text_ += " NOT NULL";
  if (column.primary_key) text_ += column.type == Type::int64 ? " PRIMARY KEY AUTOINCREMENT" : " PRIMARY KEY";
  if (column.type == Type::boolean) {
    text_ += " CHECK (";
    quote_name(column.name);
    text_ += " IN (0, 1))";
  }
  if (!column.references) return;
  text_ += " REFERENCES ";
  quote_name(column.references->table);
  text_ += " (";
  quote_name(column.references->column);
  text_ += ") ON DELETE ";
  text_ += action(column.references->on_delete);
}

void SqliteWriter::create_table(const CreateTable& table) {
  text_ += "CREATE TABLE ";
  quote_name(table.table);
  text_ += " (";
  std::string_view separator = "\n  ";
  for (const auto& column : table.columns) {
    text_ += separator;
    separator = ",\n  ";
    column_definition(column);
  }
  if (!table.primary_key.empty()) {
    text_ += separator;
    text_ += "PRIMARY KEY (";
    for (std::size_t i = 0; i < table.primary_key.size(); ++i) {
      if (i > 0) text_ += ", ";
      quote_name(table.primary_key[i]);
    }
    text_ += ')';
  }
  for (const auto& check : table.checks) {
    text_ += separator;
    separator = ",\n  ";
    text_ += "CONSTRAINT ";
    quote_name(check.name);
    text_ += " CHECK (";
    expression(*check.expr);
    text_ += ')';
  }
  text_ += "\n) STRICT";
}

void SqliteWriter::create_index(const CreateIndex& index) {
  text_ += index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
  quote_name(index.name);
  text_ += " ON ";
  quote_name(index.table);
  for (std::size_t i = 0; i < index.columns.size(); ++i) {
    text_ += i == 0 ? " (" : ", ";
    quote_name(index.columns[i]);
  }
  text_ += ')';
}

}  // namespace tenon::sql
