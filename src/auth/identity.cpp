#include "auth/identity.hpp"

#include "auth/execute.hpp"
#include "auth/tables.hpp"
#include "base/uuid.hpp"

#include <charconv>
#include <functional>
#include <utility>
#include <variant>

namespace tenon::auth {
namespace {

using sql::ExprKind;
using sql::Type;

// Before the account's own columns.
enum Column : int { session_expires_at, revoked_at, first_field };

sql::Select select_identity(const schema::Account& account, const std::vector<const schema::Field*>& fields) {
  const Type key = account_key_type(account);
  const auto account_id = sql::column("a", account.resource->id->column, key);
  const auto equal = [](sql::ExprPtr left, sql::ExprPtr right) {
    return sql::make(ExprKind::equal, {std::move(left), std::move(right)});
  };
  sql::Select select;
  select.outputs = {{sql::column("s", "expires_at", Type::timestamp), ""},
                    {sql::column("s", "revoked_at", Type::timestamp), ""}};
  for (const schema::Field* field : fields) select.outputs.push_back({sql::column("a", field->column), ""});
  select.table = table::sessions;
  select.alias = "s";
  select.joins = {{account.resource->table, "a", equal(account_id, sql::column("s", "account_id", key))}};
  select.where = sql::all_of({equal(sql::column("s", "id", Type::text), sql::parameter(0, Type::text)),
                              equal(sql::column("s", "account_id", key), sql::parameter(1, key))});
  return select;
}

/// The column as a Value of the field's stored form; drivers tell only what is stored.
base::Value stored_value(const db::RowView& row, int column, const schema::Field& field) {
  base::Value value = row.value(column);
  if (field.list || field.kind != schema::FieldKind::scalar) return value;
  const auto* number = std::get_if<std::int64_t>(&value);
  if (!number) return value;
  if (field.scalar == schema::Scalar::boolean) return *number != 0;
  if (field.scalar == schema::Scalar::floating) return static_cast<double>(*number);
  return value;
}

std::uint64_t roles_of(const schema::Model& model, const base::Value& role) {
  const auto* name = std::get_if<std::string>(&role);
  const int index = name ? model.find_role(*name) : -1;
  return index < 0 ? 0 : model.roles[static_cast<std::size_t>(index)].includes;
}

}  // namespace

Identities::Identities(schema::ModelPtr model, sql::Dialect dialect) : model_(std::move(model)) {
  const schema::Account& account = *model_->account;
  fields_ = claim_fields(account);
  find_ = sql::render(select_identity(account, fields_), dialect);
}

base::Task<base::Result<std::optional<Identity>>> Identities::find(db::Database& database, std::string session_id,
                                                                   std::string account_id, base::Micros now,
                                                                   base::Deadline deadline) const {
  std::optional<Identity> found;
  const db::OnRow on_row = [&](const db::RowView& row) {
    if (row.is_null(revoked_at) && now < row.integer(session_expires_at)) {
      found = read_identity(*model_, fields_, row, first_field);
      found->session_expires_at = row.integer(session_expires_at);
    }
    return true;
  };
  const std::function<void()> restart = [&] { found.reset(); };
  base::Value id = parse_account_id(account_id, *model_->account);
  if (base::is_null(id)) co_return std::move(found);
  const std::vector<base::Value> parameters{session_id, std::move(id)};
  auto outcome = co_await database.read(find_, parameters, on_row, restart, deadline);
  if (!outcome) co_return std::unexpected(db::to_error(outcome.error()));
  if (found) found->session_id = std::move(session_id);
  co_return std::move(found);
}

base::Task<base::Result<std::optional<Identity>>> Identities::find(db::Transaction& transaction, std::string session_id,
                                                                   std::string account_id, base::Micros now) const {
  std::optional<Identity> found;
  const db::OnRow on_row = [&](const db::RowView& row) {
    if (row.is_null(revoked_at) && now < row.integer(session_expires_at)) {
      found = read_identity(*model_, fields_, row, first_field);
      found->session_expires_at = row.integer(session_expires_at);
    }
    return true;
  };
  base::Value id = parse_account_id(account_id, *model_->account);
  if (base::is_null(id)) co_return std::move(found);
  std::vector<base::Value> parameters{session_id, std::move(id)};
  auto outcome = co_await execute(transaction, find_, std::move(parameters), on_row);
  if (!outcome) co_return std::unexpected(outcome.error());
  if (found) found->session_id = std::move(session_id);
  co_return std::move(found);
}

std::vector<const schema::Field*> claim_fields(const schema::Account& account) {
  std::vector<const schema::Field*> fields;
  for (const auto& field : account.resource->fields)
    if (field->stored() && !field->write_only) fields.push_back(field.get());
  return fields;
}

Identity read_identity(const schema::Model& model, const std::vector<const schema::Field*>& fields,
                       const db::RowView& row, int first) {
  const schema::Account& account = *model.account;
  Identity identity;
  identity.claims.reserve(fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const schema::Field* field = fields[i];
    base::Value value = stored_value(row, first + static_cast<int>(i), *field);
    if (field == account.resource->id) identity.account_id = value;
    if (field == account.role) identity.roles = roles_of(model, value);
    identity.claims.emplace_back(field->name, std::move(value));
  }
  return identity;
}

access::Principal make_principal(const Identity& identity, std::string remote_ip, base::Micros now) {
  access::Principal principal;
  principal.credential = access::Credential::access_token;
  principal.id = identity.account_id;
  principal.roles = identity.roles;
  principal.claims = identity.claims;
  principal.session_id = identity.session_id;
  principal.remote_ip = std::move(remote_ip);
  principal.now = now;
  return principal;
}

base::Value parse_account_id(std::string_view text, const schema::Account& account) {
  if (account.resource->id->scalar != schema::Scalar::big_int) {
    auto id = base::parse_uuid(text);
    return id ? base::Value(std::move(*id)) : base::Value();
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? base::Value(number) : base::Value();
}

}  // namespace tenon::auth
