#include "query/engine.hpp"

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/json_writer.hpp"
#include "query/bind.hpp"
#include "query/cursor.hpp"
#include "query/engine_impl.hpp"
#include "query/lower_selection.hpp"
#include "query/masked.hpp"
#include "query/write_steps.hpp"

#include <atomic>
#include <mutex>

namespace tenon::query {
namespace {

std::string body_tag(std::string_view body) {
  const auto hash = base::fast_hash(body);
  return "b" + base::hex_encode({reinterpret_cast<const char*>(&hash), sizeof hash});
}

/// Turns rows round that were read backwards: they begin at `first`, with a comma between them, and end at `ends`.
void turn_rows(std::string& out, std::size_t first, const std::vector<std::size_t>& ends) {
  std::string turned;
  turned.reserve(out.size() - first);
  for (auto i = ends.size(); i-- > 0;) {
    const auto begin = i == 0 ? first : ends[i - 1] + 1;
    turned.append(out, begin, ends[i] - begin);
    if (i > 0) turned += ',';
  }
  out.replace(first, std::string::npos, turned);
}

/// Room that most answers fit in, so that they are not copied again and again while they grow.
constexpr std::size_t typical_row_bytes = 1024;
constexpr std::size_t typical_list_bytes = 10 * 1024;

}  // namespace

std::uint64_t Engine::Impl::next_number() {
  static std::atomic<std::uint64_t> next{1};
  return next.fetch_add(1);
}

base::Error Engine::Impl::too_deep() {
  return base::Error(base::ErrorCode::bad_request,
                     "The includes and filters nest too deep under the rules of these resources");
}

ReadAnswer Engine::Impl::finished(const CompiledRead& compiled, std::int64_t price, std::string& out,
                                  std::size_t start) const {
  if (!compiled.cursors.empty()) resolve_cursors(out, start, options_.cursor_key.reveal(), compiled.cursors);
  ReadAnswer answer;
  answer.price = price;
  answer.masked = resolve_masked(out, start);
  return answer;
}

Engine::Engine(schema::ModelPtr model, db::Database& database, EngineOptions options)
    : impl_(std::make_unique<Impl>(std::move(model), database, std::move(options))) {}
Engine::~Engine() = default;

const schema::Model& Engine::model() const {
  return *impl_->model_;
}

std::int64_t Engine::max_cost(const access::Principal& principal) const {
  return impl_->max_cost(principal);
}

base::Result<void> Engine::afford(std::int64_t points, const access::Principal& principal) const {
  return impl_->afford(points, principal);
}

base::Task<base::Result<ReadAnswer>> Engine::get(const Get& operation, const access::Principal& principal,
                                                 std::string& out, base::Deadline deadline) {
  const auto plan = query::plan(operation, principal, impl_->cache());
  const auto& compiled = plan.compiled();
  const auto price = compiled.cost.price(operation.operands);
  TENON_CO_TRY_VOID(impl_->admit(compiled, price, principal));
  if (compiled.nothing) co_return std::unexpected(base::Error(base::ErrorCode::not_found));
  if (compiled.rows.statement.too_deep) co_return std::unexpected(Impl::too_deep());
  const auto start = out.size();
  out.reserve(start + typical_row_bytes);
  std::int64_t version = 0;
  const db::OnRow on_row = [&](const db::RowView& row) {
    base::JsonWriter json(out);
    db::write_row(json, row, compiled.members);
    version = row.integer(compiled.version_column);
    return false;
  };
  const std::function<void()> restart = [&] { out.resize(start); };
  const auto values = plan.bind(compiled.rows);
  auto outcome = co_await impl_->database_.read(compiled.rows.statement, values, on_row, restart, deadline);
  if (!outcome) {
    out.resize(start);
    co_return std::unexpected(db::to_error(outcome.error()));
  }
  if (out.size() == start) co_return std::unexpected(base::Error(base::ErrorCode::not_found));
  TENON_CO_TRY_VOID(impl_->check_size(out, start));
  auto answer = impl_->finished(compiled, price, out, start);
  // What is included changes without the row's version: then the body is part of the tag.
  answer.etag = etag_of(version);
  if (compiled.nested) *answer.etag += ':' + body_tag(std::string_view(out).substr(start));
  co_return answer;
}

base::Task<base::Result<ReadAnswer>> Engine::list(const List& operation, const access::Principal& principal,
                                                  std::string& out, base::Deadline deadline) {
  const auto plan = query::plan(operation, principal, impl_->cache());
  const auto& compiled = plan.compiled();
  const auto price = compiled.cost.price(operation.operands);
  TENON_CO_TRY_VOID(impl_->admit(compiled, price, principal));
  auto& database = impl_->database_;
  if (compiled.parent_hidden) co_return std::unexpected(base::Error(base::ErrorCode::not_found));
  if (compiled.rows.statement.too_deep) co_return std::unexpected(Impl::too_deep());
  if (compiled.parent) {
    bool readable = false;
    const db::OnRow on_row = [&](const db::RowView&) {
      readable = true;
      return false;
    };
    const std::function<void()> restart = [&] { readable = false; };
    const auto values = plan.bind(*compiled.parent);
    auto outcome = co_await database.read(compiled.parent->statement, values, on_row, restart, deadline);
    if (!outcome) co_return std::unexpected(db::to_error(outcome.error()));
    if (!readable) co_return std::unexpected(base::Error(base::ErrorCode::not_found));
  }

  ReadAnswer answer;
  answer.price = price;
  if (operation.offset) answer.total = 0;
  const auto start = out.size();
  if (compiled.nothing) {
    out += "[]";
    co_return answer;
  }
  if (compiled.total) {
    const db::OnRow on_row = [&](const db::RowView& row) {
      answer.total = row.integer(0);
      return false;
    };
    const std::function<void()> restart = [] {};
    const auto values = plan.bind(*compiled.total);
    auto outcome = co_await database.read(compiled.total->statement, values, on_row, restart, deadline);
    if (!outcome) co_return std::unexpected(db::to_error(outcome.error()));
  }

  const auto limit = std::get<std::int64_t>(operation.operands[operation.limit]);
  std::int64_t rows = 0;
  bool more = false;
  std::vector<base::Value> first_keys;
  std::vector<base::Value> last_keys;
  std::vector<std::size_t> ends;
  const bool continued = !operation.cursor.after.empty() || compiled.backwards;
  out.reserve(out.size() + typical_list_bytes);
  out += '[';
  const auto first = out.size();
  const auto keys_of = [&](const db::RowView& row, std::vector<base::Value>& keys) {
    keys.clear();
    for (int column : compiled.key_columns) keys.push_back(row.value(column));
  };
  const db::OnRow on_row = [&](const db::RowView& row) {
    if (rows == limit) {
      more = true;
      return false;
    }
    if (rows > 0) out += ',';
    base::JsonWriter json(out);
    db::write_row(json, row, compiled.members);
    if (continued && rows == 0) keys_of(row, first_keys);
    if (++rows == limit || compiled.backwards) keys_of(row, last_keys);
    if (compiled.backwards) ends.push_back(out.size());
    return !impl_->too_large(out, start);
  };
  // Where the statement that runs found the answer: it may have to begin again.
  struct Begun {
    std::size_t bytes;
    std::int64_t rows = 0;
    std::size_t ends = 0;
  } begun{.bytes = first};
  const std::function<void()> restart = [&] {
    out.resize(begun.bytes);
    rows = begun.rows;
    more = false;
    ends.resize(begun.ends);
  };
  const auto bound = [&](const Prepared& prepared) {
    auto values = plan.bind(prepared);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto& source = prepared.parameters[i];
      if (source.kind == ParameterSource::Kind::operand && source.operand == compiled.probe_operand)
        values[i] = limit + 1;
    }
    return values;
  };
  const auto values = bound(compiled.rows);
  auto outcome = co_await database.read(compiled.rows.statement, values, on_row, restart, deadline);
  if (outcome && compiled.more_rows && !more && !impl_->too_large(out, start)) {
    begun = {.bytes = out.size(), .rows = rows, .ends = ends.size()};
    const auto more_values = bound(*compiled.more_rows);
    outcome = co_await database.read(compiled.more_rows->statement, more_values, on_row, restart, deadline);
  }
  if (!outcome) {
    out.resize(start);
    co_return std::unexpected(db::to_error(outcome.error()));
  }
  TENON_CO_TRY_VOID(impl_->check_size(out, start));
  if (compiled.backwards) turn_rows(out, first, ends);
  out += ']';
  if (!compiled.cursors.empty()) resolve_cursors(out, start, impl_->options_.cursor_key.reveal(), compiled.cursors);
  answer.masked = resolve_masked(out, start);
  if (operation.offset || rows == 0) co_return answer;
  const auto cursor = [&](const std::vector<base::Value>& keys) {
    const auto& resource = *operation.selection.resource;
    return write_cursor(impl_->options_.cursor_key.reveal(), resource, with_id(resource, operation.sort), keys);
  };
  // On the far side there are rows where one more was found; on the near side is the row that the cursor names.
  if (compiled.backwards) std::swap(first_keys, last_keys);
  if (more || compiled.backwards) answer.next_cursor = cursor(last_keys);
  if (compiled.backwards ? more : continued) answer.previous_cursor = cursor(first_keys);
  co_return answer;
}

base::Task<base::Result<ReadAnswer>> Engine::connect(const Connect& operation, const access::Principal& principal,
                                                     std::string& out, base::Deadline deadline) {
  const auto plan = query::plan(operation, principal, impl_->cache());
  const auto& compiled = plan.compiled();
  const auto price = compiled.cost.price(operation.operands);
  TENON_CO_TRY_VOID(impl_->admit(compiled, price, principal));
  if (compiled.rows.statement.too_deep) co_return std::unexpected(Impl::too_deep());
  const auto start = out.size();
  out.reserve(start + typical_list_bytes);
  const db::OnRow on_row = [&](const db::RowView& row) {
    base::JsonWriter json(out);
    db::write_row(json, row, compiled.members);
    return false;
  };
  const std::function<void()> restart = [&] { out.resize(start); };
  const auto values = plan.bind(compiled.rows);
  auto outcome = co_await impl_->database_.read(compiled.rows.statement, values, on_row, restart, deadline);
  if (!outcome) {
    out.resize(start);
    co_return std::unexpected(db::to_error(outcome.error()));
  }
  TENON_CO_TRY_VOID(impl_->check_size(out, start));
  co_return impl_->finished(compiled, price, out, start);
}

base::Task<base::Result<ReadAnswer>> Engine::aggregate(const Aggregate& operation, const access::Principal& principal,
                                                       std::string& out, base::Deadline deadline) {
  const auto plan = query::plan(operation, principal, impl_->cache());
  const auto& compiled = plan.compiled();
  const auto price = compiled.cost.price(operation.operands);
  TENON_CO_TRY_VOID(impl_->admit(compiled, price, principal));
  ReadAnswer answer;
  answer.price = price;
  const auto start = out.size();
  if (compiled.nothing) {
    out += "[]";
    co_return answer;
  }
  if (compiled.rows.statement.too_deep) co_return std::unexpected(Impl::too_deep());
  const auto limit = std::get<std::int64_t>(operation.operands[static_cast<std::size_t>(operation.limit)]);
  std::int64_t rows = 0;
  const db::OnRow on_row = [&](const db::RowView& row) {
    if (rows == limit) {
      answer.more = true;
      return false;
    }
    out += rows++ == 0 ? '[' : ',';
    base::JsonWriter json(out);
    db::write_row(json, row, compiled.members);
    return !impl_->too_large(out, start);
  };
  const std::function<void()> restart = [&] {
    out.resize(start);
    rows = 0;
    answer.more = false;
  };
  const auto values = plan.bind(compiled.rows);
  auto outcome = co_await impl_->database_.read(compiled.rows.statement, values, on_row, restart, deadline);
  if (!outcome) {
    out.resize(start);
    co_return std::unexpected(db::to_error(outcome.error()));
  }
  TENON_CO_TRY_VOID(impl_->check_size(out, start));
  out += rows == 0 ? "[]" : "]";
  co_return answer;
}

base::Result<std::vector<base::Value>> Engine::read_cursor(std::string_view cursor, const schema::Resource& resource,
                                                           const std::vector<SortKey>& sort) const {
  auto values = query::read_cursor(impl_->options_.cursor_key.reveal(), cursor, resource, with_id(resource, sort));
  if (!values)
    return std::unexpected(
        base::Error(base::ErrorCode::bad_request, "The cursor does not belong to this list and order"));
  return std::move(*values);
}

Engine::Statistics Engine::statistics() const {
  Statistics statistics;
  std::lock_guard lock(impl_->mutex_);
  for (const auto& cache : impl_->caches_) {
    statistics.plans_made += cache->made.load(std::memory_order_relaxed);
    statistics.plans_reused += cache->reused.load(std::memory_order_relaxed);
  }
  return statistics;
}

}  // namespace tenon::query
