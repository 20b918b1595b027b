#pragma once
#include "sql/catalogue.hpp"
#include "sql/definition.hpp"
#include "sql/render.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Changes of what exists, as text: one statement each, without the semicolon behind it. Where no dialect is asked for
/// and nothing else is said, both databases say it alike.
namespace tenon::sql {

/// PostgreSQL: whether rows that are there are checked at once, or by validate_constraint later.
enum class Validation : std::uint8_t { now, later };
/// PostgreSQL: whether writers may go on meanwhile; then outside of a transaction.
enum class Writers : std::uint8_t { wait, go_on };

std::string rename_table(std::string_view table, std::string_view name);
std::string drop_table(std::string_view table);
std::string add_column(std::string_view table, const ColumnDefinition& column, Dialect dialect);
std::string rename_column(std::string_view table, std::string_view column, std::string_view name);
std::string drop_column(std::string_view table, std::string_view column);
std::string drop_index(std::string_view index, Writers writers = Writers::wait);
std::string create_index(const CreateIndex& index, Dialect dialect, Writers writers = Writers::wait);

/// The full-text index of a table, with whatever keeps it up; the columns as it was made.
std::vector<std::string> drop_full_text(const CreateFullText& full_text, Dialect dialect);
/// SQLite: fills a full-text index that was made for a table with rows.
std::string fill_full_text(const CreateFullText& full_text);
/// PostgreSQL.
std::string create_full_text(const CreateFullText& full_text, Writers writers);

// PostgreSQL alone: what SQLite rebuilds the table for.
std::string set_type(std::string_view table, const ColumnDefinition& column, std::string_view value);
std::string set_default(std::string_view table, const ColumnDefinition& column);
std::string set_required(std::string_view table, std::string_view column, bool required);
std::string add_check(std::string_view table, const CheckDefinition& check, Validation validation);
std::string add_foreign_key(std::string_view table, std::string_view column, const Reference& reference,
                            Validation validation);
std::string validate_constraint(std::string_view table, std::string_view constraint);
std::string drop_constraint(std::string_view table, std::string_view constraint);
std::string rename_constraint(std::string_view table, std::string_view constraint, std::string_view name);
std::string rename_index(std::string_view index, std::string_view name);
std::string rename_sequence(std::string_view sequence, std::string_view name);

/// PostgreSQL: from now on rows that are stored without the column get `value` (SQL of one row), whoever stores them
/// and whether they say null or nothing. `name` becomes a function and a trigger of the table.
std::vector<std::string> fill_new_rows(std::string_view table, std::string_view column, std::string_view value,
                                       std::string_view name);
/// PostgreSQL: what one of the two columns is given the other one has too: in a new row, and when one of them changes.
std::vector<std::string> keep_alike(std::string_view table, std::string_view one, std::string_view other,
                                    std::string_view name);
/// PostgreSQL: ends fill_new_rows or keep_alike.
std::vector<std::string> drop_row_trigger(std::string_view table, std::string_view name);

/// A value of the schema as text, of the column's type.
std::string literal_text(const base::Value& value, Type type, Dialect dialect);

}  // namespace tenon::sql
