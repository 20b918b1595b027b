#include "migrate/sample_rows.hpp"

#include "access/evaluate.hpp"
#include "migrate/columns.hpp"
#include "migrate/sample_values.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace tenon::migrate {
namespace {

using schema::Field;
using schema::FieldKind;
using schema::Resource;
using Row = std::map<const Field*, base::Value>;

/// How often chance is asked for a row that keeps all constraints.
constexpr int attempts = 300;

/// One row for the evaluator: a @check looks at no other.
class LoneRow final : public access::RowSource {
 public:
  base::Value column(RowSource::Row row, const Field& field) override {
    const auto& values = *static_cast<const migrate::Row*>(row);
    const auto found = values.find(&field);
    return found == values.end() ? base::Value{} : found->second;
  }
  RowSource::Row related(RowSource::Row, const Field&) override { return nullptr; }
  void each(RowSource::Row, const Field&, const std::function<bool(RowSource::Row)>&) override {}
};

bool keeps_checks(const Resource& resource, const Row& row) {
  LoneRow source;
  const access::Principal nobody;
  return std::ranges::all_of(resource.checks, [&](const schema::Check& check) {
    return access::evaluate(*check.rule, nobody, source, &row) == access::Truth::yes;
  });
}

/// Literals that a constraint compares a column with.
void collect_hints(const schema::Expression& node, std::map<const Field*, std::vector<base::Value>>& hints) {
  for (const auto& child : node.children) {
    collect_hints(*child, hints);
    if (child->kind != schema::ExpressionKind::column) continue;
    for (const auto& other : node.children)
      if (other->kind == schema::ExpressionKind::literal && !base::is_null(other->value))
        hints[child->field].push_back(other->value);
  }
}

bool is_indexed(const Resource& resource, const Field& field) {
  return field.unique || field.indexed || std::ranges::any_of(resource.indexes, [&](const schema::Index& index) {
           return std::ranges::find(index.fields, &field) != index.fields.end();
         });
}

std::vector<std::vector<const Field*>> unique_keys(const Resource& resource) {
  std::vector<std::vector<const Field*>> keys;
  for (const auto& field : resource.fields)
    if (field->stored() && field->unique) keys.push_back({field.get()});
  for (const auto& index : resource.indexes)
    if (index.unique) keys.push_back(index.fields);
  return keys;
}

base::Value key_of(const Resource& resource, std::size_t table, std::size_t number) {
  // Numbers with gaps: keys are not positions.
  if (resource.id->scalar == schema::Scalar::big_int) return static_cast<std::int64_t>(number * 3 + 1);
  return sample_uuid(table + 1, number);
}

/// Rows of one resource, table by table.
class Maker {
 public:
  Maker(const schema::Model& model, const SampleOptions& options) : options_(options) {
    for (const auto& resource : model.resources) visit(*resource);
  }

  SampleRows make() {
    for (std::size_t i = 0; i < order_.size(); ++i) fill(*order_[i], i);
    for (const auto* resource : order_) set_late_keys(*resource);
    for (const auto* resource : order_) write(*resource);
    for (const auto* resource : order_)
      for (const auto& field : resource->fields)
        if (field->kind == FieldKind::many_to_many) link(*field);
    return std::move(made_);
  }

 private:
  /// Those that are required come first; other keys can be set later.
  void visit(const Resource& resource) {
    if (!seen_.insert(&resource).second) return;
    for (const auto& field : resource.fields)
      if (field->kind == FieldKind::to_one && field->required) visit(*field->target);
    order_.push_back(&resource);
  }

  void fill(const Resource& resource, std::size_t table) {
    Chance chance(options_.seed * 1'000'003 + table);
    std::map<const Field*, std::vector<base::Value>> hints;
    for (const auto& check : resource.checks) collect_hints(*check.rule, hints);
    std::map<const Field*, SampleValues> makers;
    std::size_t count = options_.rows;
    for (const auto& field : resource.fields) {
      if (!field->stored() || field.get() == resource.id || field->kind == FieldKind::to_one) continue;
      makers.emplace(field.get(), SampleValues(*field, hints[field.get()], is_indexed(resource, *field)));
      if (field->enumeration) count = std::max(count, field->enumeration->values.size() + 1);
    }
    const auto keys = unique_keys(resource);
    std::vector<std::set<std::vector<base::Value>>> taken(keys.size());
    auto& rows = rows_[&resource];
    std::string reason;
    for (std::size_t number = 0; number < count; ++number) {
      for (int attempt = 0; attempt < attempts; ++attempt) {
        // Later attempts look elsewhere than the edges.
        const auto turn = attempt < 3 ? number : number + chance.below(1'000);
        auto row = attempt_row(resource, makers, key_of(resource, table, number), turn, chance, reason);
        if (!row) break;
        if (!keeps_checks(resource, *row)) {
          reason = "no generated row keeps its @check";
          continue;
        }
        if (!take_keys(keys, taken, *row)) continue;
        rows.push_back(std::move(*row));
        break;
      }
    }
    if (rows.empty()) made_.empty.push_back(resource.table + ": " + reason);
  }

  std::optional<Row> attempt_row(const Resource& resource, const std::map<const Field*, SampleValues>& makers,
                                 base::Value id, std::size_t turn, Chance& chance, std::string& reason) {
    Row row;
    for (const auto& [field, maker] : makers) {
      (void)maker;
      row[field] = {};
    }
    for (const auto& field : resource.fields) {
      if (!field->stored() || field.get() == resource.id) continue;
      if (field->kind != FieldKind::to_one) {
        row[field.get()] = makers.at(field.get()).make(turn, chance);
        continue;
      }
      if (!field->required && chance.percent(25)) continue;
      const auto& targets = rows_[field->target];
      if (targets.empty() && field->required && field->target != &resource) {
        reason = "it requires a row of " + field->target->table + ", which has none";
        return std::nullopt;
      }
      // The first row of a table that requires itself points to itself.
      if (field->target == &resource && (targets.empty() || (field->required && chance.percent(10))))
        row[field.get()] = field->required ? id : base::Value{};
      else if (!targets.empty())
        row[field.get()] = targets[chance.below(targets.size())].at(field->target->id);
    }
    row[resource.id] = std::move(id);
    copy_neighbours(resource, row, chance);
    return row;
  }

  /// Constraints like `endsAt > startsAt` want values that are near each other.
  static void copy_neighbours(const Resource& resource, Row& row, Chance& chance) {
    for (const auto& check : resource.checks) {
      if (check.rule->children.size() != 2 || !chance.percent(20)) continue;
      const auto& left = *check.rule->children[0];
      const auto& right = *check.rule->children[1];
      const bool alike = left.kind == schema::ExpressionKind::column && right.kind == left.kind &&
                         left.field->scalar == right.field->scalar && left.field->list == right.field->list &&
                         left.field->kind == FieldKind::scalar && right.field->kind == FieldKind::scalar &&
                         left.field != resource.id && right.field != resource.id;
      if (alike && !base::is_null(row[left.field]) && !right.field->min_value && !right.field->max_value &&
          !right.field->min_length && !right.field->max_length)
        row[right.field] = row[left.field];
    }
  }

  static bool take_keys(const std::vector<std::vector<const Field*>>& keys,
                        std::vector<std::set<std::vector<base::Value>>>& taken, const Row& row) {
    std::vector<std::vector<base::Value>> values(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
      for (const auto* field : keys[i]) {
        const auto found = row.find(field);
        values[i].push_back(found == row.end() ? base::Value{} : found->second);
      }
      if (!std::ranges::any_of(values[i], base::is_null) && taken[i].contains(values[i])) return false;
    }
    for (std::size_t i = 0; i < keys.size(); ++i)
      if (!std::ranges::any_of(values[i], base::is_null)) taken[i].insert(std::move(values[i]));
    return true;
  }

  /// Circles: keys that were left null because the other table had no rows yet.
  void set_late_keys(const Resource& resource) {
    Chance chance(options_.seed + 77);
    const auto keys = unique_keys(resource);
    for (const auto& field : resource.fields) {
      if (field->kind != FieldKind::to_one || field->required || position(*field->target) < position(resource))
        continue;
      // A second row with the same target could break a unique key.
      const bool keyed =
          std::ranges::any_of(keys, [&](const auto& key) { return std::ranges::find(key, field.get()) != key.end(); });
      const auto& targets = rows_[field->target];
      if (keyed || targets.empty()) continue;
      for (auto& row : rows_[&resource]) {
        if (!base::is_null(row[field.get()]) || chance.percent(25)) continue;
        auto changed = row;
        changed[field.get()] = targets[chance.below(targets.size())].at(field->target->id);
        if (!keeps_checks(resource, changed)) continue;
        made_.late_keys.push_back(
            {resource.table, column_of(*resource.id), column_of(*field), row[resource.id], changed[field.get()]});
      }
    }
  }

  void write(const Resource& resource) {
    SampleTable table;
    table.table = resource.table;
    std::vector<const Field*> fields;
    for (const auto& field : resource.fields) {
      if (!field->stored()) continue;
      fields.push_back(field.get());
      table.columns.push_back(column_of(*field));
    }
    for (auto& row : rows_[&resource]) {
      auto& values = table.rows.emplace_back();
      for (const auto* field : fields) values.push_back(row[field]);
    }
    made_.tables.push_back(std::move(table));
  }

  void link(const Field& field) {
    if (!joined_.insert(field.join.table).second) return;
    const auto& left = rows_[field.owner_type];
    const auto& right = rows_[field.target];
    SampleTable table;
    table.table = field.join.table;
    table.columns = {{field.join.this_column, stored_type(*field.owner_type->id)},
                     {field.join.other_column, stored_type(*field.target->id)}};
    Chance chance(options_.seed + joined_.size());
    std::set<std::vector<base::Value>> linked;
    if (!left.empty() && !right.empty())
      for (std::size_t i = 0; i < options_.rows; ++i)
        linked.insert({left[chance.below(left.size())].at(field.owner_type->id),
                       right[chance.below(right.size())].at(field.target->id)});
    table.rows.assign(linked.begin(), linked.end());
    made_.tables.push_back(std::move(table));
  }

  static StoredColumn column_of(const Field& field) { return {field.column, stored_type(field)}; }

  std::size_t position(const Resource& resource) const {
    return static_cast<std::size_t>(std::ranges::find(order_, &resource) - order_.begin());
  }

  const SampleOptions options_;
  std::set<const Resource*> seen_;
  std::vector<const Resource*> order_;
  std::map<const Resource*, std::vector<Row>> rows_;
  std::set<std::string> joined_;
  SampleRows made_;
};

}  // namespace

std::size_t SampleRows::count() const {
  std::size_t total = 0;
  for (const auto& table : tables) total += table.rows.size();
  return total;
}

SampleRows make_sample_rows(const schema::Model& model, const SampleOptions& options) {
  return Maker(model, options).make();
}

}  // namespace tenon::migrate
