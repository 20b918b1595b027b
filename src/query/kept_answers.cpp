#include "query/kept_answers.hpp"

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "sql/definition.hpp"

#include <utility>

namespace tenon::query {
namespace {

using sql::Type;

constexpr std::int64_t swept_at_once = 500;
constexpr base::Micros sweep_interval = 60'000'000;

struct Column {
  const char* name;
  Type type;
};
constexpr Column id{"id", Type::text};
constexpr Column fingerprint{"fingerprint", Type::text};
constexpr Column rights{"rights", Type::text};
constexpr Column answer{"answer", Type::bytes};
constexpr Column created_at{"created_at", Type::timestamp};

sql::ExprPtr column_of(const Column& column) {
  return sql::column({}, column.name, column.type);
}

sql::ExprPtr id_is(int parameter) {
  return sql::make(sql::ExprKind::equal, {column_of(id), sql::parameter(parameter, id.type)});
}

sql::Statement find_statement(sql::Dialect dialect) {
  sql::Select select;
  select.table = kept_answers_table;
  for (const auto& column : {fingerprint, rights, answer, created_at})
    select.outputs.push_back({.expr = column_of(column), .alias = {}});
  select.where = id_is(0);
  return sql::render(select, dialect);
}

sql::Statement claim_statement(sql::Dialect dialect) {
  sql::Insert insert;
  insert.table = kept_answers_table;
  int parameter = 0;
  for (const auto& column : {id, fingerprint, rights, answer, created_at})
    insert.values.push_back({column.name, sql::parameter(parameter++, column.type)});
  insert.ignore_conflict = true;
  return sql::render(insert, dialect);
}

sql::Statement forget_statement(sql::Dialect dialect) {
  sql::Delete remove;
  remove.table = kept_answers_table;
  remove.where = id_is(0);
  return sql::render(remove, dialect);
}

sql::Statement finish_statement(sql::Dialect dialect) {
  sql::Update update;
  update.table = kept_answers_table;
  update.assignments = {{answer.name, sql::parameter(1, answer.type)}};
  update.where = id_is(0);
  return sql::render(update, dialect);
}

sql::Statement sweep_statement(sql::Dialect dialect) {
  sql::Select old;
  old.table = kept_answers_table;
  old.outputs = {{.expr = column_of(id), .alias = {}}};
  old.where = sql::make(sql::ExprKind::less_equal, {column_of(created_at), sql::parameter(0, created_at.type)});
  old.order_by = {{.expr = column_of(created_at)}};
  old.limit = sql::parameter(1, Type::int64);
  sql::Expr among;
  among.kind = sql::ExprKind::in_select;
  among.type = Type::boolean;
  among.children = {column_of(id)};
  among.select = std::make_shared<const sql::Select>(std::move(old));
  sql::Delete remove;
  remove.table = kept_answers_table;
  remove.where = std::make_shared<const sql::Expr>(std::move(among));
  return sql::render(remove, dialect);
}

base::Error refused(std::string code, std::string message) {
  base::Error error(base::ErrorCode::conflict, message);
  error.details.push_back({"Idempotency-Key", std::move(code), std::move(message)});
  return error;
}

std::string hash(std::string_view text) {
  return base::hex_encode(base::sha256(text));
}

KeptRow read_row(const db::RowView& row) {
  KeptRow read;
  read.fingerprint = row.text(0);
  read.rights = row.text(1);
  read.answer = row.text(2);
  read.at = row.integer(3);
  return read;
}

}  // namespace

std::vector<std::string> kept_answers_definition(sql::Dialect dialect) {
  sql::CreateTable table;
  table.table = kept_answers_table;
  for (const auto& column : {id, fingerprint, rights, answer, created_at}) {
    sql::ColumnDefinition definition;
    definition.name = column.name;
    definition.type = column.type;
    definition.not_null = true;
    table.columns.push_back(std::move(definition));
  }
  table.primary_key = {id.name};
  auto statements = sql::render(table, dialect);
  sql::CreateIndex index;
  index.name = std::string(kept_answers_table) + "_created_at_idx";
  index.table = kept_answers_table;
  index.columns = {created_at.name};
  for (auto& statement : sql::render(index, dialect)) statements.push_back(std::move(statement));
  return statements;
}

KeptKey kept_key(const Attempt& attempt, const access::Principal& principal) {
  KeptKey key;
  std::string owner;
  if (const auto* text = std::get_if<std::string>(&principal.id)) owner = "text " + *text;
  if (const auto* number = std::get_if<std::int64_t>(&principal.id)) owner = "number " + std::to_string(*number);
  // Lengths in front, so that no caller and key run together into those of another.
  key.id = hash(std::to_string(owner.size()) + ' ' + owner + attempt.key);
  key.fingerprint = attempt.fingerprint;
  auto rights_text = std::to_string(principal.roles);
  for (const auto& scope : principal.scopes) rights_text += ' ' + std::to_string(scope.size()) + ' ' + scope;
  key.rights = hash(rights_text);
  key.now = principal.now;
  return key;
}

KeptAnswers::KeptAnswers(sql::Dialect dialect, std::chrono::seconds keep)
    : keep_(std::chrono::microseconds(keep).count()),
      find_(find_statement(dialect)),
      claim_(claim_statement(dialect)),
      forget_(forget_statement(dialect)),
      finish_(finish_statement(dialect)),
      sweep_(sweep_statement(dialect)) {}

KeptAnswers::Place::Place(KeptAnswers& owner, std::string key) : owner_(owner), id_(std::move(key)) {
  const std::lock_guard lock(owner_.mutex_);
  taken_ = owner_.at_work_.insert(id_).second;
}

KeptAnswers::Place::~Place() {
  if (!taken_) return;
  const std::lock_guard lock(owner_.mutex_);
  owner_.at_work_.erase(id_);
}

bool KeptAnswers::expired(const KeptRow& row, base::Micros now) const {
  return row.at <= now - keep_;
}

base::Result<std::string> KeptAnswers::judge(const KeptKey& key, KeptRow row) {
  if (row.fingerprint != key.fingerprint)
    return base::unexpected(refused("reused", "This Idempotency-Key was used for another request: use a new one"));
  if (row.rights != key.rights)
    return base::unexpected(refused("rights_changed",
                                    "The request of this Idempotency-Key was done under other roles of yours, and its "
                                    "answer is not shown again: read what it wrote"));
  return std::move(row.answer);
}

base::Error KeptAnswers::in_progress() {
  auto error = refused("in_progress", "The first request of this Idempotency-Key is still at work: ask again");
  error.retry_after_seconds = 1;
  return error;
}

base::Task<base::Result<std::optional<KeptRow>>> KeptAnswers::find(db::Database& database, const KeptKey& key,
                                                                   base::Deadline deadline) const {
  std::optional<KeptRow> found;
  const db::OnRow on_row = [&found](const db::RowView& row) {
    found = read_row(row);
    return false;
  };
  const std::function<void()> restart = [&found] { found.reset(); };
  const std::vector<base::Value> parameters{key.id};
  auto outcome = co_await database.read(find_, parameters, on_row, restart, deadline);
  if (!outcome) co_return std::unexpected(db::to_error(outcome.error()));
  co_return std::move(found);
}

base::Task<base::Result<std::optional<KeptRow>>> KeptAnswers::find(db::Transaction& transaction,
                                                                   const KeptKey& key) const {
  std::optional<KeptRow> found;
  const db::OnRow on_row = [&found](const db::RowView& row) {
    found = read_row(row);
    return false;
  };
  const std::vector<base::Value> parameters{key.id};
  auto outcome = co_await transaction.run(find_, parameters, on_row);
  if (!outcome) co_return std::unexpected(db::to_error(outcome.error()));
  co_return std::move(found);
}

base::Task<base::Result<std::int64_t>> KeptAnswers::run(db::Transaction& transaction, const sql::Statement& statement,
                                                        std::vector<base::Value> parameters) const {
  const db::OnRow ignore = [](const db::RowView&) { return true; };
  auto outcome = co_await transaction.run(statement, parameters, ignore);
  if (!outcome) co_return std::unexpected(db::to_error(outcome.error()));
  co_return *outcome;
}

base::Task<base::Result<bool>> KeptAnswers::claim(db::Transaction& transaction, const KeptKey& key) const {
  std::vector<base::Value> parameters{key.id, key.fingerprint, key.rights, base::Bytes{}, key.now};
  auto task = run(transaction, claim_, std::move(parameters));
  auto changed = co_await std::move(task);
  if (!changed) co_return std::unexpected(changed.error());
  co_return *changed > 0;
}

base::Task<base::Result<void>> KeptAnswers::forget(db::Transaction& transaction, const KeptKey& key) const {
  std::vector<base::Value> parameters{key.id};
  auto task = run(transaction, forget_, std::move(parameters));
  auto changed = co_await std::move(task);
  if (!changed) co_return std::unexpected(changed.error());
  co_return base::Result<void>{};
}

base::Task<base::Result<void>> KeptAnswers::finish(db::Transaction& transaction, const KeptKey& key,
                                                   const std::string& given) const {
  std::vector<base::Value> parameters{key.id, base::Bytes{given}};
  auto task = run(transaction, finish_, std::move(parameters));
  auto changed = co_await std::move(task);
  if (!changed) co_return std::unexpected(changed.error());
  co_return base::Result<void>{};
}

bool KeptAnswers::sweep_is_due(base::Micros now) {
  auto next = next_sweep_.load(std::memory_order_relaxed);
  return now >= next && next_sweep_.compare_exchange_strong(next, now + sweep_interval, std::memory_order_relaxed);
}

base::Task<base::Result<void>> KeptAnswers::sweep(db::Transaction& transaction, base::Micros now) const {
  std::vector<base::Value> parameters{now - keep_, swept_at_once};
  auto task = run(transaction, sweep_, std::move(parameters));
  auto changed = co_await std::move(task);
  if (!changed) co_return std::unexpected(changed.error());
  co_return base::Result<void>{};
}

}  // namespace tenon::query
