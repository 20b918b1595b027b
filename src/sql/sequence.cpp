#include "sql/sequence.hpp"

#include "sql/catalogue.hpp"

#include <string>

namespace tenon::sql {
namespace {

std::string literal_text(std::string_view text) {
  std::string literal = "'";
  for (const char letter : text) {
    if (letter == '\'') literal += '\'';
    literal += letter;
  }
  return literal + "'";
}

/// Null where the column has none.
std::string sequence_of(std::string_view table, std::string_view column) {
  return "pg_catalog.pg_get_serial_sequence(" + literal_text(quoted(table)) + ", " + literal_text(column) +
         ")::pg_catalog.regclass";
}

}  // namespace

Statement last_number(std::string_view table, std::string_view column, Dialect dialect) {
  switch (dialect) {
    case Dialect::sqlite:
      return as_statement("SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = " + literal_text(table) +
                          "), 0)");
    case Dialect::postgres:
      return as_statement("SELECT coalesce(pg_catalog.pg_sequence_last_value(" + sequence_of(table, column) +
                          "), 0)::bigint");
  }
  return {};
}

std::vector<Statement> raise_numbers(std::string_view table, std::string_view column, Dialect dialect) {
  switch (dialect) {
    case Dialect::sqlite: {
      const auto name = literal_text(table);
      // What is in the column counts by itself there.
      return {
          as_statement("UPDATE sqlite_sequence SET seq = max(seq, ?1) WHERE name = " + name, {Type::int64}),
          as_statement("INSERT INTO sqlite_sequence (name, seq) SELECT " + name +
                           ", ?1 WHERE ?1 > 0 AND NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = " + name + ")",
                       {Type::int64})};
    }
    case Dialect::postgres:
      return {as_statement("SELECT pg_catalog.setval(s.name, v.number)::bigint FROM (SELECT " +
                               sequence_of(table, column) +
                               " AS name) AS s, LATERAL (SELECT greatest($1::bigint, (SELECT max(" + quoted(column) +
                               ") FROM " + quoted(table) +
                               "), pg_catalog.pg_sequence_last_value(s.name)) AS number) AS v"
                               " WHERE s.name IS NOT NULL AND v.number > 0",
                           {Type::int64})};
  }
  return {};
}

}  // namespace tenon::sql
