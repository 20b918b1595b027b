#include "auth/account_directory.hpp"

#include "auth/identity.hpp"
#include "auth/tables.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace tenon::auth {
namespace {

sql::Select select_accounts(const schema::Account& account) {
  sql::Select select;
  for (const auto* field : claim_fields(account)) select.outputs.push_back({sql::column("a", field->column), ""});
  select.table = account.resource->table;
  select.alias = "a";
  return select;
}

/// Rows of accounts as callers.
base::Task<base::Result<std::vector<access::Principal>>> read(db::Database& database, const schema::Model& model,
                                                              sql::Select select, std::vector<base::Value> values) {
  const auto fields = claim_fields(*model.account);
  const auto now = base::now_micros();
  std::vector<access::Principal> found;
  const db::OnRow on_row = [&](const db::RowView& row) {
    found.push_back(make_principal(read_identity(model, fields, row, 0), "127.0.0.1", now));
    return true;
  };
  const std::function<void()> restart = [&] { found.clear(); };
  const auto statement = sql::render(select, database.dialect());
  auto task = database.read(statement, values, on_row, restart, base::Deadline::never());
  auto outcome = co_await std::move(task);
  if (!outcome) co_return std::unexpected(db::to_error(outcome.error()));
  co_return std::move(found);
}

}  // namespace

base::Task<base::Result<std::optional<access::Principal>>> AccountDirectory::find(db::Database& database,
                                                                                  std::string who) const {
  const auto& account = *model_->account;
  const auto key = account_key_type(account);
  std::vector<std::pair<sql::ExprPtr, base::Value>> ways;
  auto id = parse_account_id(who, account);
  if (!base::is_null(id)) ways.emplace_back(sql::column("a", account.resource->id->column, key), std::move(id));
  ways.emplace_back(sql::column("a", account.login->column, sql::Type::text), std::move(who));
  for (auto& [column, value] : ways) {
    auto select = select_accounts(account);
    select.where = sql::make(sql::ExprKind::equal, {column, sql::parameter(0, column->type)});
    std::vector<base::Value> values;
    values.push_back(std::move(value));
    auto task = read(database, *model_, std::move(select), std::move(values));
    auto found = co_await std::move(task);
    if (!found) co_return std::unexpected(found.error());
    if (found->empty()) continue;
    std::optional<access::Principal> principal(std::move(found->front()));
    co_return std::move(principal);
  }
  co_return std::optional<access::Principal>();
}

base::Task<base::Result<std::vector<access::Principal>>> AccountDirectory::first(db::Database& database,
                                                                                 std::int64_t count) const {
  auto select = select_accounts(*model_->account);
  select.order_by.push_back(
      {.expr = sql::column("a", model_->account->resource->id->column, account_key_type(*model_->account))});
  select.limit = sql::literal(count, sql::Type::int64);
  std::vector<base::Value> none;
  auto task = read(database, *model_, std::move(select), std::move(none));
  auto found = co_await std::move(task);
  co_return found;
}

std::string AccountDirectory::login_of(const access::Principal& principal) const {
  const auto& name = model_->account->login->name;
  const auto claim = std::ranges::find(principal.claims, name, &std::pair<std::string, base::Value>::first);
  const auto* text = claim == principal.claims.end() ? nullptr : std::get_if<std::string>(&claim->second);
  return text ? *text : std::string();
}

}  // namespace tenon::auth
