#include "sql/postgres_writer.hpp"

#include <stdexcept>

namespace tenon::sql {
namespace {

[[noreturn]] void cannot_write() {
  throw std::runtime_error("PostgreSQL is not supported yet");
}

}  // namespace

void PostgresWriter::parameter(const Expr& expr) {
  text_ += '$';
  text_ += std::to_string(expr.index + 1);
}

void PostgresWriter::literal(const base::Value&) {
  cannot_write();
}

void PostgresWriter::special(const Expr&) {
  cannot_write();
}

Binding PostgresWriter::special_binding(const Expr&) const {
  return Binding::tightest;
}

void PostgresWriter::limit(const Select& select) {
  if (select.limit) {
    text_ += " LIMIT ";
    expression(*select.limit);
  }
  if (!select.offset) return;
  text_ += " OFFSET ";
  expression(*select.offset);
}

void PostgresWriter::collation(const Expr&) {}

void PostgresWriter::lock_rows() {
  text_ += " FOR NO KEY UPDATE";
}

/// Nulls last in ascending order and first in descending: PostgreSQL's own way.
void PostgresWriter::nulls(const OrderKey&) {}

}  // namespace tenon::sql
