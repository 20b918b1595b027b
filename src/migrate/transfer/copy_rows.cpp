#include "migrate/transfer/copy_rows.hpp"

#include "sql/insert_rows.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace tenon::migrate {
namespace {

constexpr std::size_t page_rows = 1'000;
constexpr std::size_t page_bytes = 8 << 20;
constexpr std::size_t rows_at_once = 100;

/// What SQLite has one form for and PostgreSQL two.
base::Value fitted(base::Value value, sql::Type type) {
  const auto* number = std::get_if<std::int64_t>(&value);
  if (!number) return value;
  if (type == sql::Type::boolean) return *number != 0;
  if (type == sql::Type::floating) return static_cast<double>(*number);
  return value;
}

std::size_t size_of(const base::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return text->size();
  const auto* bytes = std::get_if<base::Bytes>(&value);
  return bytes ? bytes->data.size() : 0;
}

/// Rows of a table in the order of its key, from the first on or behind a key.
class Pages {
 public:
  Pages(const StoredTable& table, sql::Dialect dialect) : table_(table) {
    for (const auto& name : table.key)
      for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (table.columns[i].name == name) key_.push_back(i);
    first_ = render(false, dialect);
    next_ = render(true, dialect);
  }

  /// False at the end. Without a key all rows are one page.
  bool read(db::Session& session, std::vector<std::vector<base::Value>>& rows) {
    rows.clear();
    if (ended_) return false;
    std::size_t bytes = 0;
    const db::OnRow on_row = [&](const db::RowView& row) {
      auto& values = rows.emplace_back();
      values.reserve(table_.columns.size());
      for (std::size_t i = 0; i < table_.columns.size(); ++i)
        values.push_back(fitted(row.value(static_cast<int>(i)), table_.columns[i].type));
      for (const auto& value : values) bytes += size_of(value);
      return key_.empty() || bytes < page_bytes;
    };
    run_or_throw(session, last_.empty() ? first_ : next_, last_, on_row, "table " + table_.name + " cannot be read");
    ended_ = key_.empty() || (rows.size() < page_rows && bytes < page_bytes);
    if (rows.empty()) return false;
    last_.clear();
    for (const auto place : key_) last_.push_back(rows.back()[place]);
    return true;
  }

 private:
  sql::ExprPtr key_column(std::size_t i) const {
    const auto& column = table_.columns[key_[i]];
    return sql::column({}, column.name, column.type);
  }
  sql::ExprPtr compare(sql::ExprKind kind, std::size_t i) const {
    return sql::make(kind, {key_column(i), sql::parameter(static_cast<int>(i), table_.columns[key_[i]].type)});
  }

  sql::Statement render(bool behind, sql::Dialect dialect) const {
    sql::Select select;
    select.table = table_.name;
    for (const auto& column : table_.columns) select.outputs.push_back({sql::column({}, column.name, column.type), {}});
    if (key_.empty()) return sql::render(select, dialect);
    std::vector<sql::ExprPtr> greater;
    for (std::size_t i = 0; i < key_.size(); ++i) {
      select.order_by.push_back({.expr = key_column(i)});
      std::vector<sql::ExprPtr> terms;
      for (std::size_t before = 0; before < i; ++before) terms.push_back(compare(sql::ExprKind::equal, before));
      terms.push_back(compare(sql::ExprKind::greater, i));
      greater.push_back(sql::all_of(std::move(terms)));
    }
    if (behind) select.where = sql::any_of(std::move(greater));
    select.limit = sql::literal(static_cast<std::int64_t>(page_rows), sql::Type::int64);
    return sql::render(select, dialect);
  }

  const StoredTable& table_;
  std::vector<std::size_t> key_;  ///< places of the key's columns
  sql::Statement first_;
  sql::Statement next_;
  std::vector<base::Value> last_;
  bool ended_ = false;
};

}  // namespace

std::uint64_t copy_rows(const Side& from, const Side& to, const StoredTable& table,
                        const std::function<void(std::uint64_t rows)>& progress) {
  std::vector<sql::InsertedColumn> columns;
  for (const auto& column : table.columns) columns.push_back({column.name, column.type});
  const auto most = std::clamp<std::size_t>(sql::most_parameters(to.dialect) / columns.size(), 1, rows_at_once);
  const auto many = sql::insert_rows(table.name, columns, most, to.dialect);
  const auto one = sql::insert_rows(table.name, columns, 1, to.dialect);
  const auto what = "a row of " + table.name + " cannot be stored";
  Pages pages(table, from.dialect);
  std::vector<std::vector<base::Value>> rows;
  std::vector<base::Value> values;
  std::uint64_t copied = 0;
  while (pages.read(from.session, rows)) {
    for (std::size_t next = 0; next < rows.size();) {
      const auto count = rows.size() - next >= most ? most : 1;
      values.clear();
      for (std::size_t i = 0; i < count; ++i) std::ranges::move(rows[next + i], std::back_inserter(values));
      run_or_throw(to.session, count == 1 ? one : many, values, {}, what);
      next += count;
    }
    copied += rows.size();
    progress(copied);
  }
  return copied;
}

}  // namespace tenon::migrate
