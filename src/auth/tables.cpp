#include "auth/tables.hpp"

#include <iterator>
#include <utility>

namespace tenon::auth {
namespace {

using sql::Type;

sql::ColumnDefinition required(std::string name, Type type) {
  sql::ColumnDefinition column;
  column.name = std::move(name);
  column.type = type;
  column.not_null = true;
  return column;
}

sql::ColumnDefinition optional(std::string name, Type type) {
  sql::ColumnDefinition column = required(std::move(name), type);
  column.not_null = false;
  return column;
}

sql::ColumnDefinition owned_by(std::string name, Type type, std::string table, std::string key) {
  sql::ColumnDefinition column = required(std::move(name), type);
  column.references = sql::Reference{std::move(table), std::move(key), sql::ReferenceAction::cascade};
  return column;
}

sql::ColumnDefinition account_column(const schema::Account& account) {
  return owned_by("account_id", account_key_type(account), account.resource->table, account.resource->id->column);
}

sql::CreateTable credentials(const schema::Account& account) {
  sql::CreateTable definition;
  definition.table = table::credentials;
  definition.columns = {account_column(account), required("password_hash", Type::text),
                        required("updated_at", Type::timestamp)};
  definition.primary_key = {"account_id"};
  return definition;
}

sql::CreateTable sessions(const schema::Account& account) {
  sql::CreateTable definition;
  definition.table = table::sessions;
  definition.columns = {required("id", Type::text),
                        account_column(account),
                        required("created_at", Type::timestamp),
                        required("expires_at", Type::timestamp),
                        optional("revoked_at", Type::timestamp),
                        required("remote_ip", Type::text),
                        required("user_agent", Type::text)};
  definition.primary_key = {"id"};
  return definition;
}

sql::CreateTable refresh_tokens() {
  sql::CreateTable definition;
  definition.table = table::refresh_tokens;
  definition.columns = {required("hash", Type::text), owned_by("session_id", Type::text, table::sessions, "id"),
                        required("created_at", Type::timestamp), required("expires_at", Type::timestamp),
                        optional("used_at", Type::timestamp)};
  definition.primary_key = {"hash"};
  return definition;
}

// Points to nothing: the log tells of accounts that are gone, too.
sql::CreateTable audit() {
  sql::CreateTable definition;
  definition.table = table::audit;
  sql::ColumnDefinition id = required("id", Type::int64);
  id.primary_key = true;
  definition.columns = {std::move(id),
                        required("at", Type::timestamp),
                        required("event", Type::text),
                        optional("account_id", Type::text),
                        optional("session_id", Type::text),
                        required("remote_ip", Type::text),
                        required("detail", Type::text)};
  return definition;
}

sql::CreateIndex index(std::string table, std::vector<std::string> columns) {
  sql::CreateIndex definition;
  definition.name = table + "_" + columns.front() + "_idx";
  definition.table = std::move(table);
  definition.columns = std::move(columns);
  return definition;
}

}  // namespace

sql::Type account_key_type(const schema::Account& account) {
  return account.resource->id->scalar == schema::Scalar::big_int ? Type::int64 : Type::uuid;
}

std::vector<std::string> table_statements(const schema::Account& account, sql::Dialect dialect) {
  std::vector<std::string> statements;
  const auto add = [&](const auto& definition) {
    auto rendered = sql::render(definition, dialect);
    statements.insert(statements.end(), std::make_move_iterator(rendered.begin()),
                      std::make_move_iterator(rendered.end()));
  };
  add(credentials(account));
  add(sessions(account));
  add(refresh_tokens());
  add(audit());
  add(index(table::sessions, {"account_id"}));
  add(index(table::refresh_tokens, {"session_id"}));
  add(index(table::audit, {"account_id", "at"}));
  return statements;
}

std::vector<std::string> watched_tables(const schema::Account& account) {
  return {account.resource->table, table::sessions};
}

}  // namespace tenon::auth
