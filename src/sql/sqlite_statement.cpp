#include "sql/writer.hpp"

namespace tenon::sql {

void SqliteWriter::outputs(const std::vector<Output>& outputs) {
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (i > 0) text_ += ", ";
    expression(*outputs[i].expr);
    if (outputs[i].alias.empty()) continue;
    text_ += " AS ";
    quote_name(outputs[i].alias);
  }
}

void SqliteWriter::returning(const std::vector<Output>& outputs) {
  if (outputs.empty()) return;
  text_ += " RETURNING ";
  this->outputs(outputs);
}

void SqliteWriter::select(const Select& select) {
  text_ += "SELECT ";
  outputs(select.outputs);
  if (select.from) {
    text_ += " FROM (";
    this->select(*select.from);
    text_ += ')';
  } else if (!select.table.empty()) {
    text_ += " FROM ";
    quote_name(select.table);
  }
  if (!select.alias.empty()) {
    text_ += " AS ";
    quote_name(select.alias);
  }
  for (const auto& join : select.joins) {
    text_ += " JOIN ";
    quote_name(join.table);
    text_ += " AS ";
    quote_name(join.alias);
    text_ += " ON ";
    expression(*join.on);
  }
  if (select.where) {
    text_ += " WHERE ";
    expression(*select.where);
  }
  for (std::size_t i = 0; i < select.group_by.size(); ++i) {
    text_ += i == 0 ? " GROUP BY " : ", ";
    expression(*select.group_by[i]);
  }
  for (std::size_t i = 0; i < select.order_by.size(); ++i) {
    const auto& key = select.order_by[i];
    text_ += i == 0 ? " ORDER BY " : ", ";
    expression(*key.expr);
    if (key.expr->type == Type::decimal && key.expr->kind != ExprKind::column) text_ += " COLLATE decimal";
    const bool descending = key.direction == Direction::descending;
    if (descending) text_ += " DESC";
    // SQLite has nulls the other way round by itself.
    if (key.nullable) text_ += descending ? " NULLS FIRST" : " NULLS LAST";
  }
  if (select.limit) {
    text_ += " LIMIT ";
    expression(*select.limit);
  }
  if (select.offset) {
    text_ += " OFFSET ";
    expression(*select.offset);
  }
}

void SqliteWriter::insert(const Insert& insert) {
  text_ += "INSERT INTO ";
  quote_name(insert.table);
  if (insert.values.empty()) {
    text_ += " DEFAULT VALUES";
  } else {
    for (std::size_t i = 0; i < insert.values.size(); ++i) {
      text_ += i == 0 ? " (" : ", ";
      quote_name(insert.values[i].column);
    }
    for (std::size_t i = 0; i < insert.values.size(); ++i) {
      text_ += i == 0 ? ") VALUES (" : ", ";
      expression(*insert.values[i].value);
    }
    text_ += ')';
  }
  if (insert.ignore_conflict) text_ += " ON CONFLICT DO NOTHING";
  returning(insert.returning);
}

void SqliteWriter::update(const Update& update) {
  text_ += "UPDATE ";
  quote_name(update.table);
  for (std::size_t i = 0; i < update.assignments.size(); ++i) {
    text_ += i == 0 ? " SET " : ", ";
    quote_name(update.assignments[i].column);
    text_ += " = ";
    expression(*update.assignments[i].value);
  }
  if (update.where) {
    text_ += " WHERE ";
    expression(*update.where);
  }
  returning(update.returning);
}

void SqliteWriter::remove(const Delete& remove) {
  text_ += "DELETE FROM ";
  quote_name(remove.table);
  if (remove.where) {
    text_ += " WHERE ";
    expression(*remove.where);
  }
  returning(remove.returning);
}

}  // namespace tenon::sql
