#pragma once
#include "access/evaluate.hpp"
#include "schema/model.hpp"

#include <deque>
#include <map>
#include <vector>

namespace tenon::access::testing {

/// Tables in memory for the evaluator: rows by resource, links by join table.
class MemoryRows final : public RowSource {
 public:
  struct Stored {
    const schema::Resource* resource = nullptr;
    std::map<const schema::Field*, base::Value> values;
  };

  Stored& add(const schema::Resource& resource, base::Value id) {
    auto& row = tables_[&resource].emplace_back();
    row.resource = &resource;
    row.values[resource.id] = std::move(id);
    return row;
  }
  /// Both sides of a many-to-many relation see the link.
  void link(const schema::JoinTable& join, base::Value this_key, base::Value other_key) {
    links_.push_back(
        {join.table, {{join.this_column, std::move(this_key)}, {join.other_column, std::move(other_key)}}});
  }

  const std::deque<Stored>& table(const schema::Resource& resource) { return tables_[&resource]; }

  base::Value column(Row row, const schema::Field& field) override {
    const auto& values = static_cast<const Stored*>(row)->values;
    const auto found = values.find(&field);
    return found == values.end() ? base::Value{} : found->second;
  }
  Row related(Row row, const schema::Field& field) override { return find(*field.target, column(row, field)); }
  void each(Row row, const schema::Field& field, const std::function<bool(Row)>& visit) override {
    const auto key = column(row, *field.owner_type->id);
    if (field.kind == schema::FieldKind::many_to_many) {
      for (const auto& link : links_)
        if (link.table == field.join.table && link.keys.at(field.join.this_column) == key)
          if (!visit(find(*field.target, link.keys.at(field.join.other_column)))) return;
      return;
    }
    for (const auto& candidate : tables_[field.target])
      if (column(&candidate, *field.inverse) == key)
        if (!visit(&candidate)) return;
  }

 private:
  struct Link {
    std::string table;
    std::map<std::string, base::Value> keys;
  };

  Row find(const schema::Resource& resource, const base::Value& id) {
    if (base::is_null(id)) return nullptr;
    for (const auto& row : tables_[&resource])
      if (row.values.at(resource.id) == id) return &row;
    return nullptr;
  }

  std::map<const schema::Resource*, std::deque<Stored>> tables_;
  std::vector<Link> links_;
};

}  // namespace tenon::access::testing
