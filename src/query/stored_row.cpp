#include "query/stored_row.hpp"

#include <algorithm>
#include <optional>

namespace tenon::query {
namespace {

bool version_matches(const std::vector<std::string>& if_match, std::int64_t version) {
  if (if_match.empty()) return true;
  const auto etag = etag_of(version);
  return std::ranges::any_of(if_match, [&](const std::string& tag) { return tag == "*" || tag == etag; });
}

}  // namespace

base::Task<base::Result<StoredRow>> load_row(Steps& steps, const WriteRules& rules, const base::Value& id,
                                             const std::vector<std::string>& if_match) {
  std::optional<StoredRow> stored;
  const db::OnRow on_row = [&](const db::RowView& row) {
    if (row.integer(rules.readable) == 0) return false;
    stored.emplace();
    for (std::size_t i = 0; i < rules.columns.size(); ++i)
      stored->values.set(*rules.columns[i], stored_value(row, static_cast<int>(i), *rules.columns[i]));
    stored->permitted = row.integer(rules.permitted) != 0;
    for (const auto& allow : rules.allows) stored->allows.push_back(row.integer(allow.first) != 0);
    for (const auto& [field, output] : rules.field_outputs)
      if (output < 0 || row.integer(output) == 0) stored->forbidden_fields.push_back(field);
    return false;
  };
  const std::vector<base::Value> operands{id};
  auto loaded = co_await steps.run(rules.load, operands, on_row);
  if (!loaded) co_return std::unexpected(db::to_error(loaded.error()));
  if (!stored) co_return std::unexpected(base::Error(base::ErrorCode::not_found));
  if (!stored->permitted) co_return std::unexpected(base::Error(base::ErrorCode::forbidden));
  stored->version = std::get<std::int64_t>(stored->values.get(*rules.resource->updated_at));
  if (!version_matches(if_match, stored->version))
    co_return std::unexpected(base::Error(base::ErrorCode::precondition_failed));
  co_return std::move(*stored);
}

base::Task<base::Result<bool>> new_row_permitted(Steps& steps, const WriteRules& rules, const StoredRow& stored,
                                                 const base::Value& id, const RowValues& row, Moment moment) {
  bool later = false;
  for (std::size_t i = 0; i < rules.allows.size(); ++i) {
    if (!stored.allows[i]) continue;
    const auto& check = rules.allows[i].second;
    if (check.sql.has_value() != (moment == Moment::after_write)) {
      later = later || check.sql.has_value();
      continue;
    }
    auto holds = co_await steps.holds(check, id, row, &stored.values);
    if (!holds) co_return std::unexpected(holds.error());
    if (*holds) co_return true;
  }
  if (moment == Moment::before_write && !later) co_return std::unexpected(base::Error(base::ErrorCode::forbidden));
  co_return false;
}

base::Task<base::Result<void>> check_linked_row(Steps& steps, const WriteRules& rules, const StoredRow& stored,
                                                const base::Value& id) {
  auto permitted = co_await new_row_permitted(steps, rules, stored, id, stored.values, Moment::before_write);
  if (permitted && !*permitted)
    permitted = co_await new_row_permitted(steps, rules, stored, id, stored.values, Moment::after_write);
  if (!permitted) co_return std::unexpected(permitted.error());
  if (!*permitted) co_return std::unexpected(base::Error(base::ErrorCode::forbidden));
  co_return base::Result<void>{};
}

}  // namespace tenon::query
