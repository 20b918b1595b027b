#include "sql/alteration.hpp"

#include "sql/postgres_full_text.hpp"
#include "sql/postgres_literal.hpp"
#include "sql/writer.hpp"

namespace tenon::sql {
namespace {

std::string alter(std::string_view table) {
  return "ALTER TABLE " + quoted(table);
}

std::string alter_column(std::string_view table, std::string_view column) {
  return alter(table) + " ALTER COLUMN " + quoted(column);
}

std::string_view concurrently(Writers writers) {
  return writers == Writers::go_on ? " CONCURRENTLY" : "";
}

std::string_view unchecked(Validation validation) {
  return validation == Validation::later ? " NOT VALID" : "";
}

std::string_view words(ReferenceAction action) {
  switch (action) {
    case ReferenceAction::restrict: return "RESTRICT";
    case ReferenceAction::cascade: return "CASCADE";
    case ReferenceAction::set_null: return "SET NULL";
  }
  return "RESTRICT";
}

std::string full_text_name(const CreateFullText& full_text) {
  return full_text.index.empty() ? full_text.table + "_search" : full_text.index;
}

/// A body may hold any text: the quote around it is one that it does not hold.
std::string dollar_quoted(std::string_view body) {
  std::string tag = "$tenon$";
  for (int number = 1; body.find(tag) != std::string_view::npos; ++number)
    tag = "$tenon" + std::to_string(number) + "$";
  return tag + std::string(body) + tag;
}

std::vector<std::string> row_trigger(std::string_view table, std::string_view name, std::string_view when,
                                     std::string_view body) {
  const auto called = quoted(name);
  return {"CREATE OR REPLACE FUNCTION " + called + "() RETURNS trigger LANGUAGE plpgsql AS " +
              dollar_quoted("BEGIN " + std::string(body) + " RETURN NEW; END"),
          "CREATE OR REPLACE TRIGGER " + called + " BEFORE INSERT OR UPDATE ON " + quoted(table) + " FOR EACH ROW " +
              std::string(when) + "EXECUTE FUNCTION " + called + "()"};
}

}  // namespace

std::vector<std::string> fill_new_rows(std::string_view table, std::string_view column, std::string_view value,
                                       std::string_view name) {
  const auto field = "NEW." + quoted(column);
  return row_trigger(table, name, "WHEN (" + field + " IS NULL) ", field + " := " + std::string(value) + ";");
}

std::vector<std::string> keep_alike(std::string_view table, std::string_view one, std::string_view other,
                                    std::string_view name) {
  const auto fresh = [](std::string_view column) { return "NEW." + quoted(column); };
  const auto changed = [&](std::string_view column) {
    // As text: json has no equality.
    return fresh(column) + "::text IS DISTINCT FROM OLD." + quoted(column) + "::text";
  };
  const auto take = [&](std::string_view column, std::string_view source) {
    return fresh(column) + " := " + fresh(source) + "; ";
  };
  // An update that says nothing of either makes a row alike that was stored before there was a trigger.
  return row_trigger(table, name, "",
                     "IF TG_OP = 'UPDATE' AND " + changed(other) + " THEN " + take(one, other) +
                         "ELSIF TG_OP = 'UPDATE' AND " + changed(one) + " THEN " + take(other, one) + "ELSIF " +
                         fresh(other) + " IS NULL THEN " + take(other, one) + "ELSE " + take(one, other) + "END IF;");
}

std::vector<std::string> drop_row_trigger(std::string_view table, std::string_view name) {
  return {"DROP TRIGGER " + quoted(name) + " ON " + quoted(table), "DROP FUNCTION " + quoted(name) + "()"};
}

std::string literal_text(const base::Value& value, Type type, Dialect dialect) {
  auto writer = Writer::make(dialect);
  writer->expression(*literal(value, type));
  return writer->take();
}

std::string rename_table(std::string_view table, std::string_view name) {
  return alter(table) + " RENAME TO " + quoted(name);
}

std::string drop_table(std::string_view table) {
  return "DROP TABLE " + quoted(table);
}

std::string add_column(std::string_view table, const ColumnDefinition& column, Dialect dialect) {
  return Writer::make(dialect)->add_column(table, column);
}

std::string rename_column(std::string_view table, std::string_view column, std::string_view name) {
  return alter(table) + " RENAME COLUMN " + quoted(column) + " TO " + quoted(name);
}

std::string drop_column(std::string_view table, std::string_view column) {
  return alter(table) + " DROP COLUMN " + quoted(column);
}

std::string drop_index(std::string_view index, Writers writers) {
  return "DROP INDEX" + std::string(concurrently(writers)) + (writers == Writers::go_on ? " IF EXISTS " : " ") +
         quoted(index);
}

std::string create_index(const CreateIndex& index, Dialect dialect, Writers writers) {
  auto writer = Writer::make(dialect);
  writer->create_index(index);
  auto text = writer->take();
  text.insert(text.find(" INDEX ") + 6, concurrently(writers));
  return text;
}

std::vector<std::string> drop_full_text(const CreateFullText& full_text, Dialect dialect) {
  switch (dialect) {
    case Dialect::sqlite: {
      std::vector<std::string> statements;
      for (const auto* what : {"insert", "delete", "update"})
        statements.push_back("DROP TRIGGER " + quoted(full_text.table + "_search_" + what));
      statements.push_back(drop_table(full_text.table + "_search"));
      return statements;
    }
    case Dialect::postgres: return {drop_index(full_text_name(full_text))};
  }
  return {};
}

std::string fill_full_text(const CreateFullText& full_text) {
  const auto index = quoted(full_text.table + "_search");
  return "INSERT INTO " + index + " (" + index + ") VALUES ('rebuild')";
}

std::string create_full_text(const CreateFullText& full_text, Writers writers) {
  std::vector<std::string> columns;
  for (const auto& column : full_text.columns) columns.push_back(quoted(column));
  return "CREATE INDEX" + std::string(concurrently(writers)) + " " + quoted(full_text_name(full_text)) + " ON " +
         quoted(full_text.table) + " USING gin ((" + postgres_search_vector(columns) + "))";
}

std::string set_type(std::string_view table, const ColumnDefinition& column, std::string_view value) {
  return alter_column(table, column.name) + " TYPE " + std::string(postgres_type(column.type)) +
         (column.type == Type::text ? " COLLATE \"C\"" : "") + " USING " + std::string(value);
}

std::string set_default(std::string_view table, const ColumnDefinition& column) {
  if (!column.default_value) return alter_column(table, column.name) + " DROP DEFAULT";
  return alter_column(table, column.name) + " SET DEFAULT " +
         literal_text(*column.default_value, column.type, Dialect::postgres);
}

std::string set_required(std::string_view table, std::string_view column, bool required) {
  return alter_column(table, column) + (required ? " SET NOT NULL" : " DROP NOT NULL");
}

std::string add_check(std::string_view table, const CheckDefinition& check, Validation validation) {
  auto writer = Writer::make(Dialect::postgres);
  writer->expression(*check.expr);
  return alter(table) + " ADD CONSTRAINT " + quoted(check.name) + " CHECK (" + writer->take() + ")" +
         std::string(unchecked(validation));
}

std::string add_foreign_key(std::string_view table, std::string_view column, const Reference& reference,
                            Validation validation) {
  return alter(table) + " ADD CONSTRAINT " + quoted(reference.name) + " FOREIGN KEY (" + quoted(column) +
         ") REFERENCES " + quoted(reference.table) + " (" + quoted(reference.column) + ") ON DELETE " +
         std::string(words(reference.on_delete)) + std::string(unchecked(validation));
}

std::string validate_constraint(std::string_view table, std::string_view constraint) {
  return alter(table) + " VALIDATE CONSTRAINT " + quoted(constraint);
}

std::string drop_constraint(std::string_view table, std::string_view constraint) {
  return alter(table) + " DROP CONSTRAINT " + quoted(constraint);
}

std::string rename_constraint(std::string_view table, std::string_view constraint, std::string_view name) {
  return alter(table) + " RENAME CONSTRAINT " + quoted(constraint) + " TO " + quoted(name);
}

std::string rename_index(std::string_view index, std::string_view name) {
  return "ALTER INDEX " + quoted(index) + " RENAME TO " + quoted(name);
}

std::string rename_sequence(std::string_view sequence, std::string_view name) {
  return "ALTER SEQUENCE " + quoted(sequence) + " RENAME TO " + quoted(name);
}

}  // namespace tenon::sql
