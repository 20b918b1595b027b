#pragma once
#include "sql/expression.hpp"

#include <optional>
#include <string>
#include <vector>

/// Data definition as typed pieces.
namespace tenon::sql {

enum class ReferenceAction : std::uint8_t { restrict, cascade, set_null };

struct Reference {
  std::string table;
  std::string column;
  ReferenceAction on_delete = ReferenceAction::restrict;
  std::string name = {};  ///< of the constraint, where constraints on columns have names; empty: the database makes one
};

struct ColumnDefinition {
  std::string name;
  Type type = Type::text;
  bool not_null = false;
  bool primary_key = false;  ///< of type int64: assigned by the database, ascending, never reused
  std::optional<Reference> references;
  std::optional<base::Value> default_value = std::nullopt;  ///< what a row takes whose writer does not say
  std::string sequence = {};  ///< PostgreSQL, keys that it assigns: name of their sequence; empty: it makes one
};

struct CheckDefinition {
  std::string name;
  ExprPtr expr;  ///< columns unqualified
};

struct CreateTable {
  std::string table;
  std::vector<ColumnDefinition> columns;
  std::vector<std::string> primary_key;  ///< for keys of several columns; then no column has primary_key
  std::vector<CheckDefinition> checks;
  bool full_text = false;             ///< a CreateFullText follows
  std::string primary_key_name = {};  ///< PostgreSQL: of the constraint; empty: it makes one
};

struct CreateIndex {
  std::string name;
  std::string table;
  std::vector<std::string> columns;
  bool unique = false;
};

/// Full-text index over text columns of a table, kept up by the database itself.
struct CreateFullText {
  std::string table;
  std::string key;  ///< primary key column
  std::vector<std::string> columns;
  std::string index = {};  ///< PostgreSQL: its name; empty: as the table with "_search"
};

}  // namespace tenon::sql
