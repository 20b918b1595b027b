#include "db/json_row.hpp"
#include "query/engine_impl.hpp"

#include <optional>

namespace tenon::query {

base::Task<base::Result<ReadAnswer>> Engine::get_any(const GetAny& operation, const access::Principal& principal,
                                                     std::string& out, base::Deadline deadline) {
  const auto plan = query::plan(operation, principal, impl_->cache());
  const auto& compiled = plan.compiled();
  const auto price = compiled.cost.price(operation.operands);
  TENON_CO_TRY_VOID(impl_->admit(compiled, price, principal));
  if (compiled.nothing) co_return std::unexpected(base::Error(base::ErrorCode::not_found));
  if (compiled.rows.statement.too_deep) co_return std::unexpected(Impl::too_deep());
  const auto start = out.size();
  std::optional<std::int64_t> found;
  // Rows come in any order; more than one only where clients chose ids.
  const db::OnRow on_row = [&](const db::RowView& row) {
    const auto candidate = row.integer(0);
    if (found && *found < candidate) return true;
    found = candidate;
    out.resize(start);
    base::JsonWriter json(out);
    db::write_value(json, row, 1, sql::JsonKind::json);
    return true;
  };
  const std::function<void()> restart = [&] {
    out.resize(start);
    found.reset();
  };
  const auto values = plan.bind(compiled.rows);
  auto outcome = co_await impl_->database_.read(compiled.rows.statement, values, on_row, restart, deadline);
  if (!outcome) {
    out.resize(start);
    co_return std::unexpected(db::to_error(outcome.error()));
  }
  if (!found) co_return std::unexpected(base::Error(base::ErrorCode::not_found));
  // Whose row it is was not known before; it is given only where that may be read so often.
  const auto& limits = compiled.found_limits[static_cast<std::size_t>(*found)];
  if (const auto admitted = impl_->rate_limits_.admit(limits, principal); !admitted) {
    out.resize(start);
    co_return std::unexpected(admitted.error());
  }
  TENON_CO_TRY_VOID(impl_->check_size(out, start));
  co_return impl_->finished(compiled, price, out, start);
}

}  // namespace tenon::query
