#include "auth/credentials.hpp"

#include "auth/execute.hpp"
#include "auth/tables.hpp"

#include <functional>
#include <utility>

namespace tenon::auth {
namespace {

using sql::ExprKind;
using sql::Type;

sql::ExprPtr equal(sql::ExprPtr left, sql::ExprPtr right) {
  return sql::make(ExprKind::equal, {std::move(left), std::move(right)});
}

sql::Select select_by_login(const schema::Account& account) {
  const Type key = account_key_type(account);
  const auto account_id = sql::column("a", account.resource->id->column, key);
  sql::Select select;
  select.outputs = {{account_id, ""}, {sql::column("c", "password_hash", Type::text), ""}};
  select.table = account.resource->table;
  select.alias = "a";
  select.joins = {{table::credentials, "c", equal(sql::column("c", "account_id", key), account_id)}};
  select.where = equal(sql::column("a", account.login->column, Type::text), sql::parameter(0, Type::text));
  return select;
}

}  // namespace

Credentials::Credentials(const schema::Account& account, sql::Dialect dialect) {
  const Type key = account_key_type(account);
  find_ = sql::render(select_by_login(account), dialect);

  sql::Insert insert;
  insert.table = table::credentials;
  insert.values = {{"account_id", sql::parameter(0, key)},
                   {"password_hash", sql::parameter(1, Type::text)},
                   {"updated_at", sql::parameter(2, Type::timestamp)}};
  insert_ = sql::render(insert, dialect);

  sql::Update replace;
  replace.table = table::credentials;
  replace.assignments = {{"password_hash", sql::parameter(1, Type::text)},
                         {"updated_at", sql::parameter(2, Type::timestamp)}};
  replace.where = equal(sql::column("", "account_id", key), sql::parameter(0, key));
  replace_ = sql::render(replace, dialect);

  sql::Select current;
  current.outputs = {{sql::literal(std::int64_t{1}, Type::int64), ""}};
  current.table = table::credentials;
  current.where = sql::all_of({equal(sql::column("", "account_id", key), sql::parameter(0, key)),
                               equal(sql::column("", "password_hash", Type::text), sql::parameter(1, Type::text))});
  current_ = sql::render(current, dialect);
}

base::Task<base::Result<std::optional<StoredPassword>>> Credentials::find(db::Database& database, std::string login,
                                                                          base::Deadline deadline) const {
  std::optional<StoredPassword> found;
  // No stored text has it, and not every database takes it as a question.
  if (login.find('\0') != std::string::npos) co_return found;
  const db::OnRow on_row = [&](const db::RowView& row) {
    found = StoredPassword{row.value(0), std::string(row.text(1))};
    return true;
  };
  const std::function<void()> restart = [&] { found.reset(); };
  const std::vector<base::Value> parameters{std::move(login)};
  auto read = co_await database.read(find_, parameters, on_row, restart, deadline);
  if (!read) co_return std::unexpected(db::to_error(read.error()));
  co_return std::move(found);
}

base::Task<base::Result<void>> Credentials::insert(db::Transaction& transaction, base::Value account_id,
                                                   std::string hash, base::Micros now) const {
  std::vector<base::Value> parameters{std::move(account_id), std::move(hash), now};
  auto inserted = co_await execute(transaction, insert_, std::move(parameters));
  if (!inserted) co_return std::unexpected(inserted.error());
  co_return base::Result<void>();
}

base::Task<base::Result<void>> Credentials::replace(db::Transaction& transaction, base::Value account_id,
                                                    std::string hash, base::Micros now) const {
  std::vector<base::Value> parameters{std::move(account_id), std::move(hash), now};
  auto replaced = co_await execute(transaction, replace_, std::move(parameters));
  if (!replaced) co_return std::unexpected(replaced.error());
  co_return base::Result<void>();
}

base::Task<base::Result<bool>> Credentials::is_current(db::Transaction& transaction, StoredPassword seen) const {
  bool current = false;
  const db::OnRow on_row = [&](const db::RowView&) { return current = true; };
  std::vector<base::Value> parameters{std::move(seen.account_id), std::move(seen.hash)};
  auto read = co_await execute(transaction, current_, std::move(parameters), on_row);
  if (!read) co_return std::unexpected(read.error());
  co_return current;
}

}  // namespace tenon::auth
