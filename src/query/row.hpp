#pragma once
#include "access/evaluate.hpp"
#include "base/value.hpp"
#include "schema/model.hpp"

#include <utility>
#include <vector>

namespace tenon::query {

/// One row in stored form, by field. Small tables of fields: a linear search beats a map.
class RowValues {
 public:
  const base::Value& get(const schema::Field& field) const;
  void set(const schema::Field& field, base::Value value);
  bool has(const schema::Field& field) const;
  const std::vector<std::pair<const schema::Field*, base::Value>>& entries() const { return entries_; }

 private:
  std::vector<std::pair<const schema::Field*, base::Value>> entries_;
};

/// Lets the evaluator look at one row that is in memory. Rules that need other rows are judged by SQL.
class LocalRows final : public access::RowSource {
 public:
  base::Value column(Row row, const schema::Field& field) override;
  Row related(Row row, const schema::Field& field) override;
  void each(Row row, const schema::Field& field, const std::function<bool(Row)>& visit) override;
};

}  // namespace tenon::query
