#include "sql/render.hpp"

#include "sql/writer.hpp"

#include <atomic>

namespace tenon::sql {
namespace {

std::atomic<std::uint64_t> next_statement{1};

/// One dialect so far: a second one chooses its writer here.
Statement finish(SqliteWriter& writer, Dialect) {
  Statement statement;
  statement.id = next_statement.fetch_add(1, std::memory_order_relaxed);
  statement.parameters = writer.parameters();
  statement.text = writer.take();
  return statement;
}

}  // namespace

Statement render(const Select& select, Dialect dialect) {
  SqliteWriter writer;
  writer.select(select);
  return finish(writer, dialect);
}

Statement render(const Insert& insert, Dialect dialect) {
  SqliteWriter writer;
  writer.insert(insert);
  return finish(writer, dialect);
}

Statement render(const Update& update, Dialect dialect) {
  SqliteWriter writer;
  writer.update(update);
  return finish(writer, dialect);
}

Statement render(const Delete& remove, Dialect dialect) {
  SqliteWriter writer;
  writer.remove(remove);
  return finish(writer, dialect);
}

std::string to_text(const ExprPtr& expr, Dialect) {
  SqliteWriter writer;
  writer.expression(*expr);
  return writer.take();
}

std::vector<std::string> render(const CreateTable& table, Dialect) {
  SqliteWriter writer;
  writer.create_table(table);
  return {writer.take()};
}

std::vector<std::string> render(const CreateIndex& index, Dialect) {
  SqliteWriter writer;
  writer.create_index(index);
  return {writer.take()};
}

}  // namespace tenon::sql
