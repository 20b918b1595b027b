#include "sql/render.hpp"

#include "sql/catalogue.hpp"
#include "sql/nesting.hpp"
#include "sql/postgres_writer.hpp"
#include "sql/sqlite_writer.hpp"
#include "sql/union_all.hpp"

#include <atomic>

namespace tenon::sql {
namespace {

std::atomic<std::uint64_t> next_statement{1};

/// SQLite's parser alone has so small a limit.
bool beyond_parser(Dialect dialect, int pending) {
  switch (dialect) {
    case Dialect::sqlite: return pending > most_pending_symbols;
    case Dialect::postgres: return false;
  }
  return false;
}

Statement finish(Writer& writer, Dialect dialect, int pending) {
  Statement statement;
  statement.too_deep = beyond_parser(dialect, pending);
  statement.id = next_statement.fetch_add(1, std::memory_order_relaxed);
  statement.types = writer.parameter_types();
  statement.parameters = static_cast<int>(statement.types.size());
  statement.text = writer.take();
  return statement;
}

}  // namespace

std::unique_ptr<Writer> Writer::make(Dialect dialect, Parentheses parentheses) {
  switch (dialect) {
    case Dialect::sqlite: return std::make_unique<SqliteWriter>(parentheses);
    case Dialect::postgres: return std::make_unique<PostgresWriter>(parentheses);
  }
  return nullptr;
}

Statement render(const Select& select, Dialect dialect) {
  auto writer = Writer::make(dialect);
  writer->select(select);
  return finish(*writer, dialect, pending_symbols(select));
}

Statement render(const UnionAll& rows, Dialect dialect) {
  auto writer = Writer::make(dialect);
  writer->union_all(rows.parts);
  return finish(*writer, dialect, pending_symbols(rows));
}

Statement render(const Insert& insert, Dialect dialect) {
  auto writer = Writer::make(dialect);
  writer->insert(insert);
  auto statement = finish(*writer, dialect, pending_symbols(insert));
  statement.written = insert.table;
  return statement;
}

Statement render(const Update& update, Dialect dialect) {
  auto writer = Writer::make(dialect);
  writer->update(update);
  auto statement = finish(*writer, dialect, pending_symbols(update));
  statement.written = update.table;
  return statement;
}

Statement render(const Delete& remove, Dialect dialect) {
  auto writer = Writer::make(dialect);
  writer->remove(remove);
  auto statement = finish(*writer, dialect, pending_symbols(remove));
  statement.written = remove.table;
  return statement;
}

std::string to_text(const ExprPtr& expr, Dialect dialect) {
  auto writer = Writer::make(dialect, Parentheses::all);
  writer->expression(*expr);
  return writer->take();
}

std::vector<std::string> render(const CreateTable& table, Dialect dialect) {
  return Writer::make(dialect)->create_table(table);
}

std::vector<std::string> render(const CreateIndex& index, Dialect dialect) {
  auto writer = Writer::make(dialect);
  writer->create_index(index);
  return {writer->take()};
}

std::vector<std::string> render(const CreateFullText& full_text, Dialect dialect) {
  return Writer::make(dialect)->create_full_text(full_text);
}

Statement as_statement(std::string text, std::vector<Type> types) {
  Statement statement;
  statement.id = next_statement.fetch_add(1, std::memory_order_relaxed);
  statement.text = std::move(text);
  statement.parameters = static_cast<int>(types.size());
  statement.types = std::move(types);
  return statement;
}

}  // namespace tenon::sql
