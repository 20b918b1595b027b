#include "sql/render.hpp"

#include "sql/nesting.hpp"
#include "sql/sqlite_writer.hpp"

#include <atomic>

namespace tenon::sql {
namespace {

std::atomic<std::uint64_t> next_statement{1};

Statement finish(Writer& writer, int pending) {
  Statement statement;
  statement.too_deep = pending > most_pending_symbols;
  statement.id = next_statement.fetch_add(1, std::memory_order_relaxed);
  statement.parameters = writer.parameters();
  statement.text = writer.take();
  return statement;
}

}  // namespace

std::unique_ptr<Writer> Writer::make(Dialect dialect, Parentheses parentheses) {
  switch (dialect) {
    case Dialect::sqlite: return std::make_unique<SqliteWriter>(parentheses);
  }
  return nullptr;
}

Statement render(const Select& select, Dialect dialect) {
  auto writer = Writer::make(dialect);
  writer->select(select);
  return finish(*writer, pending_symbols(select));
}

Statement render(const Insert& insert, Dialect dialect) {
  auto writer = Writer::make(dialect);
  writer->insert(insert);
  return finish(*writer, pending_symbols(insert));
}

Statement render(const Update& update, Dialect dialect) {
  auto writer = Writer::make(dialect);
  writer->update(update);
  return finish(*writer, pending_symbols(update));
}

Statement render(const Delete& remove, Dialect dialect) {
  auto writer = Writer::make(dialect);
  writer->remove(remove);
  return finish(*writer, pending_symbols(remove));
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

}  // namespace tenon::sql
