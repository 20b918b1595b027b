#pragma once
#include "access/testing/memory_rows.hpp"
#include "base/task_blocking.hpp"
#include "db/database.hpp"
#include "query/sql_type.hpp"
#include "query/testing/random_value.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace tenon::query::testing {

/// The same random rows twice: in memory for the evaluator, and in a database for SQL.
class StoredWorld {
 public:
  StoredWorld(Dice& dice, const schema::Model& model, db::Database& database) : dice_(dice), database_(database) {
    for (const auto& resource : model.resources) add_rows(*resource);
    for (const auto& resource : model.resources) set_late_keys(*resource);
    for (const auto& resource : model.resources) add_links(*resource);
    if (auto stored = base::run_blocking(store()); !stored) throw std::runtime_error(stored.error().cause);
  }

  access::testing::MemoryRows& rows() { return rows_; }

  using Found = std::vector<std::vector<base::Value>>;

  /// The rows a SELECT gives. Nothing where it is nested too deep for the database: SQLite's parser keeps at most 100
  /// open pieces.
  std::optional<Found> select(const sql::Select& select, const std::vector<base::Value>& parameters) {
    Found found;
    const auto statement = sql::render(select, database_.dialect());
    const db::OnRow on_row = [&](const db::RowView& row) {
      auto& values = found.emplace_back();
      for (std::size_t i = 0; i < select.outputs.size(); ++i) values.push_back(row.value(static_cast<int>(i)));
      return true;
    };
    const std::function<void()> restart = [&] { found.clear(); };
    const std::span<const base::Value> used(parameters.data(), static_cast<std::size_t>(statement.parameters));
    auto outcome = base::run_blocking(database_.read(statement, used, on_row, restart, base::Deadline::never()));
    if (outcome) return found;
    if (outcome.error().message.starts_with("parser stack overflow")) return std::nullopt;
    throw std::runtime_error(outcome.error().message + " in " + statement.text);
  }

 private:
  using Stored = access::testing::MemoryRows::Stored;

  static base::Value key(const schema::Resource& resource, std::size_t number) {
    if (resource.id->scalar == Scalar::big_int) return static_cast<std::int64_t>(number + 1);
    return some_values(Type::id)[number];
  }

  base::Value random_key(const schema::Resource& resource) {
    const auto count = rows_.table(resource).size();
    return count == 0 ? base::Value{} : key(resource, dice_.below(count));
  }

  void add_rows(const schema::Resource& resource) {
    for (std::size_t i = 0, count = dice_.below(7); i < count; ++i) {
      std::vector<std::pair<const schema::Field*, base::Value>> values;
      bool possible = true;
      for (const auto& field : resource.fields) {
        if (!field->stored() || field.get() == resource.id) continue;
        if (field->kind != schema::FieldKind::to_one) {
          values.emplace_back(field.get(), random_field(dice_, *field));
        } else if (field->required) {
          values.emplace_back(field.get(), random_key(*field->target));
          possible = possible && !base::is_null(values.back().second);
        }
      }
      // A required key to an empty table: there can be no row.
      if (!possible) return;
      auto& row = rows_.add(resource, key(resource, i));
      sql::Insert insert{.table = resource.table, .values = {}, .returning = {}};
      values.emplace_back(resource.id, key(resource, i));
      for (auto& [field, value] : values) {
        insert.values.push_back({.column = field->column, .value = sql::literal(value, sql_type(*field))});
        row.values[field] = std::move(value);
      }
      statements_.push_back(sql::render(insert, database_.dialect()));
    }
  }

  /// Keys that may point anywhere, also at their own row.
  void set_late_keys(const schema::Resource& resource) {
    for (std::size_t i = 0; i < rows_.table(resource).size(); ++i) {
      for (const auto& field : resource.fields) {
        if (field->kind != schema::FieldKind::to_one || field->required || dice_.chance(25)) continue;
        const auto target = random_key(*field->target);
        const_cast<Stored&>(rows_.table(resource)[i]).values[field.get()] = target;
        sql::Update update;
        update.table = resource.table;
        update.assignments = {{.column = field->column, .value = sql::literal(target, sql_type(*field))}};
        update.where = sql::make(sql::ExprKind::equal,
                                 {column_of("", *resource.id), sql::literal(key(resource, i), sql_type(*resource.id))});
        statements_.push_back(sql::render(update, database_.dialect()));
      }
    }
  }

  void add_links(const schema::Resource& resource) {
    for (const auto& field : resource.fields) {
      if (field->kind != schema::FieldKind::many_to_many || field->join.this_column != "left_id") continue;
      std::vector<std::pair<base::Value, base::Value>> linked;
      for (auto count = dice_.below(8); count > 0; --count) {
        std::pair link(random_key(resource), random_key(*field->target));
        if (base::is_null(link.first) || base::is_null(link.second) || std::ranges::find(linked, link) != linked.end())
          continue;
        sql::Insert insert{.table = field->join.table, .values = {}, .returning = {}};
        insert.values = {
            {.column = field->join.this_column, .value = sql::literal(link.first, sql_type(*resource.id))},
            {.column = field->join.other_column, .value = sql::literal(link.second, sql_type(*field->target->id))}};
        statements_.push_back(sql::render(insert, database_.dialect()));
        rows_.link(field->join, link.first, link.second);
        linked.push_back(std::move(link));
      }
    }
  }

  base::Task<base::Result<void>> store() {
    db::Script script = [this](db::Transaction& transaction) { return run(transaction); };
    auto done = co_await database_.write(std::move(script));
    co_return done;
  }

  base::Task<base::Result<void>> run(db::Transaction& transaction) {
    const db::OnRow ignore = [](const db::RowView&) { return true; };
    for (const auto& statement : statements_) {
      auto outcome = co_await transaction.run(statement, {}, ignore);
      if (!outcome) co_return std::unexpected(base::internal_error(outcome.error().message + " in " + statement.text));
    }
    co_return base::Result<void>{};
  }

  Dice& dice_;
  db::Database& database_;
  access::testing::MemoryRows rows_;
  std::vector<sql::Statement> statements_;
};

}  // namespace tenon::query::testing
