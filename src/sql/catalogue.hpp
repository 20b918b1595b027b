#pragma once
#include "sql/render.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What a database says about itself, and other words of administration that no Operation ever needs.
namespace tenon::sql {

/// A statement of a given text, for administration. Parameters are `?1` or `$1`.
Statement as_statement(std::string text, std::vector<Type> types = {});

/// Rows of (kind, table, name, definition, place) for everything in the schema that is in use, without what the
/// database makes by itself.
///
/// PostgreSQL: kinds "table", "column", "constraint", "index", "sequence", "trigger", "function", "type", "view",
/// "comment": together what `pg_dump --schema-only` shows. An index that is not valid says so.
/// SQLite: "table", "index", "trigger", "view" with the text they were made by. `place` orders the columns of a table.
Statement list_structure(Dialect dialect);

/// Rows of (table, column, declared type, place in the primary key or 0), ordered; tables only.
Statement list_columns(Dialect dialect);

/// A name, quoted for use in a text: the same in every dialect.
std::string quoted(std::string_view name);

}  // namespace tenon::sql
