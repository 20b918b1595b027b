#pragma once
#include "base/value.hpp"
#include "db/session.hpp"
#include "schema/model.hpp"
#include "sql/expression.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// Rows as they are stored, table by table, whatever the schema says of them.
namespace tenon::migrate {

struct StoredColumn {
  std::string name;
  sql::Type type = sql::Type::text;
};

struct StoredTable {
  std::string name;
  std::vector<std::string> key;  ///< columns of the primary key; empty: none
  std::vector<StoredColumn> columns;
};

/// Tables in which Tenon keeps what it did to the structure: no part of what migrations change.
bool is_bookkeeping(std::string_view table);

/// The tables of a model, join tables too, with the types that its columns have. The same on every database.
std::vector<StoredTable> stored_tables(const schema::Model& model);
enum class Bookkeeping : std::uint8_t { without, with };
/// The tables that are there, with the types that the database itself knows.
std::vector<StoredTable> read_tables(db::Session& session, sql::Dialect dialect,
                                     Bookkeeping bookkeeping = Bookkeeping::without);

/// Calls `visit` with each row, values as `table.columns`, in any order. One row at a time is in memory.
void read_rows(db::Session& session, sql::Dialect dialect, const StoredTable& table,
               const std::function<void(const std::vector<base::Value>& values)>& visit);

/// Runs a statement; its failure becomes std::runtime_error "WHAT: the driver's words".
std::int64_t run_or_throw(db::Session& session, const sql::Statement& statement,
                          std::span<const base::Value> parameters, const db::OnRow& on_row, std::string_view what);
void execute_or_throw(db::Session& session, const std::string& text, std::string_view what);

}  // namespace tenon::migrate
