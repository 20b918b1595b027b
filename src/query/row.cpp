#include "query/row.hpp"

#include <cassert>

namespace tenon::query {

const base::Value& RowValues::get(const schema::Field& field) const {
  static const base::Value none;
  for (const auto& [known, value] : entries_)
    if (known == &field) return value;
  return none;
}

void RowValues::set(const schema::Field& field, base::Value value) {
  for (auto& [known, stored] : entries_) {
    if (known != &field) continue;
    stored = std::move(value);
    return;
  }
  entries_.emplace_back(&field, std::move(value));
}

bool RowValues::has(const schema::Field& field) const {
  for (const auto& entry : entries_)
    if (entry.first == &field) return true;
  return false;
}

base::Value LocalRows::column(Row row, const schema::Field& field) {
  return static_cast<const RowValues*>(row)->get(field);
}

access::RowSource::Row LocalRows::related(Row, const schema::Field&) {
  assert(false && "rules over relations are judged by SQL");
  return nullptr;
}

void LocalRows::each(Row, const schema::Field&, const std::function<bool(Row)>&) {
  assert(false && "rules over relations are judged by SQL");
}

}  // namespace tenon::query
