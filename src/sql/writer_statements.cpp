#include "sql/union_all.hpp"
#include "sql/writer.hpp"

#include <algorithm>

namespace tenon::sql {

void Writer::outputs(const std::vector<Output>& outputs, Collated collated) {
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (i > 0) text_ += ", ";
    if (collated == Collated::yes)
      operand(*outputs[i].expr);
    else
      expression(*outputs[i].expr);
    if (outputs[i].alias.empty()) continue;
    text_ += " AS ";
    name(outputs[i].alias);
  }
}

void Writer::returning(const std::vector<Output>& outputs) {
  if (outputs.empty()) return;
  text_ += " RETURNING ";
  this->outputs(outputs, Collated::no);
}

void Writer::select(const Select& select) {
  this->select(select, Collated::no);
}

void Writer::select(const Select& select, Collated collated) {
  text_ += "SELECT ";
  if (select.outputs.empty()) text_ += '1';
  outputs(select.outputs, collated);
  if (select.from) {
    text_ += " FROM (";
    // Its columns compare as columns of tables do, whatever they are made of.
    this->select(*select.from, Collated::yes);
    text_ += ')';
  } else if (!select.table.empty()) {
    text_ += " FROM ";
    name(select.table);
  }
  if (!select.alias.empty()) {
    text_ += " AS ";
    name(select.alias);
  }
  for (const auto& join : select.joins) {
    text_ += " JOIN ";
    name(join.table);
    text_ += " AS ";
    name(join.alias);
    text_ += " ON ";
    expression(*join.on);
  }
  if (select.where) {
    text_ += " WHERE ";
    expression(*select.where);
  }
  for (std::size_t i = 0; i < select.group_by.size(); ++i) {
    text_ += i == 0 ? " GROUP BY " : ", ";
    expression(*select.group_by[i], Binding::tightest);
    // Equal text is equal under every collation; and an output is only the same where it is written the same.
    if (select.group_by[i]->type == Type::decimal) collation(*select.group_by[i]);
  }
  for (std::size_t i = 0; i < select.order_by.size(); ++i) {
    const auto& key = select.order_by[i];
    text_ += i == 0 ? " ORDER BY " : ", ";
    operand(*key.expr);
    if (key.direction == Direction::descending) text_ += " DESC";
    nulls(key);
  }
  limit(select);
  if (select.for_update) lock_rows();
}

void Writer::union_all(std::span<const Select> parts) {
  if (parts.size() > most_union_parts) {
    for (bool first = true; !parts.empty(); first = false) {
      const auto group = parts.first(std::min(parts.size(), most_union_parts));
      text_ += first ? "SELECT * FROM (" : " UNION ALL SELECT * FROM (";
      union_all(group);
      text_ += ") AS \"u\"";
      parts = parts.subspan(group.size());
    }
    return;
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text_ += " UNION ALL ";
    select(parts[i]);
  }
}

void Writer::insert(const Insert& insert) {
  text_ += "INSERT INTO ";
  name(insert.table);
  if (insert.values.empty()) {
    text_ += " DEFAULT VALUES";
  } else {
    for (std::size_t i = 0; i < insert.values.size(); ++i) {
      text_ += i == 0 ? " (" : ", ";
      name(insert.values[i].column);
    }
    const std::string_view before = insert.where ? ") SELECT " : ") VALUES (";
    for (std::size_t i = 0; i < insert.values.size(); ++i) {
      text_ += i == 0 ? before : ", ";
      expression(*insert.values[i].value);
    }
    if (insert.where) {
      text_ += " WHERE ";
      expression(*insert.where);
    } else {
      text_ += ')';
    }
    // Conflicts of keys alone: a missing or malformed value is still an error.
    if (insert.ignore_conflict) text_ += " ON CONFLICT DO NOTHING";
  }
  returning(insert.returning);
}

void Writer::update(const Update& update) {
  text_ += "UPDATE ";
  name(update.table);
  for (std::size_t i = 0; i < update.assignments.size(); ++i) {
    text_ += i == 0 ? " SET " : ", ";
    name(update.assignments[i].column);
    text_ += " = ";
    expression(*update.assignments[i].value);
  }
  if (update.where) {
    text_ += " WHERE ";
    expression(*update.where);
  }
  returning(update.returning);
}

void Writer::remove(const Delete& remove) {
  text_ += "DELETE FROM ";
  name(remove.table);
  if (remove.where) {
    text_ += " WHERE ";
    expression(*remove.where);
  }
  returning(remove.returning);
}

void Writer::create_index(const CreateIndex& index) {
  text_ += index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
  name(index.name);
  text_ += " ON ";
  name(index.table);
  for (std::size_t i = 0; i < index.columns.size(); ++i) {
    text_ += i == 0 ? " (" : ", ";
    name(index.columns[i]);
  }
  text_ += ')';
}

}  // namespace tenon::sql
