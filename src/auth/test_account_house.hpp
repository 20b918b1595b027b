#pragma once
#include "auth/accounts.hpp"
#include "auth/tables.hpp"
#include "base/task_blocking.hpp"
#include "base/uuid.hpp"
#include "db/database.hpp"
#include "schema/model.hpp"

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

/// Accounts over a real database with a small model built by hand, for tests.
namespace tenon::auth::testing {

inline schema::Field& add_field(schema::Resource& resource, std::string name, std::string column,
                                schema::Scalar scalar) {
  auto field = std::make_unique<schema::Field>();
  field->name = std::move(name);
  field->column = std::move(column);
  field->owner_type = &resource;
  field->scalar = scalar;
  resource.fields.push_back(std::move(field));
  return *resource.fields.back();
}

/// People with an e-mail address, three roles and some fields to make claims of.
inline schema::ModelPtr make_model(schema::Scalar key = schema::Scalar::id) {
  auto model = std::make_shared<schema::Model>();
  model->roles = {{"user", 0b001}, {"moderator", 0b011}, {"admin", 0b111}};
  auto resource = std::make_unique<schema::Resource>();
  resource->name = "Person";
  resource->table = "people";
  resource->path = "people";
  resource->id = &add_field(*resource, "id", "id", key);
  schema::Account account;
  account.resource = resource.get();
  account.login = &add_field(*resource, "email", "email_address", schema::Scalar::email);
  schema::Field& role = add_field(*resource, "role", "role", schema::Scalar::string);
  role.kind = schema::FieldKind::enumeration;
  account.role = &role;
  account.open_registration = true;
  add_field(*resource, "active", "active", schema::Scalar::boolean);
  add_field(*resource, "score", "score", schema::Scalar::floating);
  add_field(*resource, "pin", "pin", schema::Scalar::string).write_only = true;
  model->account = account;
  model->resources.push_back(std::move(resource));
  return model;
}

inline AuthOptions cheap_options() {
  AuthOptions options;
  options.secrets.emplace_back("a secret for tests, not for production");
  options.argon = {.memory_bytes = 8 * 1024, .passes = 1};
  options.hashing = {.threads = 1, .max_waiting = 100};
  return options;
}

/// One house: database, tables, accounts.
class AccountHouse {
 public:
  explicit AccountHouse(AuthOptions options = cheap_options(), schema::Scalar key = schema::Scalar::id)
      : model(make_model(key)), path_(std::filesystem::temp_directory_path() / ("auth_test_" + base::new_uuid())) {
    std::filesystem::create_directories(path_);
    database = db::open("sqlite:" + (path_ / "test.db").string(), {});
    const std::string type = key == schema::Scalar::big_int ? "INTEGER PRIMARY KEY AUTOINCREMENT" : "TEXT PRIMARY KEY";
    define({"CREATE TABLE people (id " + type +
            " NOT NULL, email_address TEXT NOT NULL UNIQUE, role TEXT NOT NULL DEFAULT 'user',"
            " active INTEGER NOT NULL DEFAULT 1, score REAL NOT NULL DEFAULT 2, pin TEXT)"});
    define(table_statements(*model->account, sql::Dialect::sqlite));
    restart(std::move(options));
  }
  ~AccountHouse() {
    database->close();
    accounts.reset();
    database.reset();
    std::filesystem::remove_all(path_);
  }

  /// The same database under other options.
  void restart(AuthOptions options) {
    accounts = std::make_unique<Accounts>(model, *database, std::move(options), sql::Dialect::sqlite, 1);
  }

  void define(const std::vector<std::string>& statements) {
    if (auto done = database->define(statements); !done) throw std::runtime_error(done.error().message);
  }

  /// Runs SQL text with text parameters, as somebody else's write.
  base::Result<void> write(const std::string& text, std::vector<base::Value> parameters = {}) {
    const auto statement = statement_of(text, parameters.size());
    db::Script script = [&](db::Transaction& transaction) { return run(transaction, statement, parameters); };
    return base::run_blocking(database->write(std::move(script)));
  }

  /// First column of all rows.
  std::vector<base::Value> read(const std::string& text) {
    std::vector<base::Value> values;
    const auto statement = statement_of(text, 0);
    const db::OnRow on_row = [&](const db::RowView& row) {
      values.push_back(row.value(0));
      return true;
    };
    const std::function<void()> restart_read = [&] { values.clear(); };
    auto done = base::run_blocking(database->read(statement, {}, on_row, restart_read, base::Deadline::never()));
    if (!done) throw std::runtime_error(done.error().message);
    return values;
  }
  std::int64_t count(const std::string& what) {
    return std::get<std::int64_t>(read("SELECT count(*) FROM " + what).front());
  }

  /// What query does in the real house.
  static CreateRow person(std::string id, std::string email, std::string role = "user") {
    return [id, email, role](db::Transaction& transaction) { return insert_person(transaction, id, email, role); };
  }

  base::Result<SignedIn> sign_up(const std::string& email, const std::string& password,
                                 const std::string& role = "user") {
    return base::run_blocking(
        accounts->sign_up(email, base::Secret(password), person(base::new_uuid(), email, role), client));
  }
  base::Result<SignedIn> sign_in(const std::string& email, const std::string& password) {
    return base::run_blocking(accounts->sign_in(email, base::Secret(password), client, base::Deadline::never()));
  }
  base::Result<SignedIn> refresh(const std::string& token) {
    return base::run_blocking(accounts->refresh(token, client));
  }
  base::Result<void> sign_out(const std::string& token) {
    return base::run_blocking(accounts->sign_out(token, client));
  }
  base::Result<access::Principal> identify(const http::Request& request) {
    return base::run_blocking(accounts->identifier().identify(request));
  }
  base::Result<access::Principal> identify(const std::string& token) {
    http::Request request;
    request.remote_ip = "192.0.2.1";
    request.headers.emplace_back("authorization", "Bearer " + token);
    return identify(request);
  }

  schema::ModelPtr model;
  std::unique_ptr<db::Database> database;
  std::unique_ptr<Accounts> accounts;
  Client client{"192.0.2.1", "test"};

 private:
  static sql::Statement statement_of(const std::string& text, std::size_t parameters) {
    // Ids far from those that sql::render gives.
    static std::uint64_t next = 1'000'000'000;
    sql::Statement statement;
    statement.id = next++;
    statement.text = text;
    statement.parameters = static_cast<int>(parameters);
    return statement;
  }

  static base::Task<base::Result<void>> run(db::Transaction& transaction, const sql::Statement& statement,
                                            const std::vector<base::Value>& parameters) {
    const db::OnRow ignore = [](const db::RowView&) { return true; };
    auto done = co_await transaction.run(statement, parameters, ignore);
    if (!done) co_return std::unexpected(db::to_error(done.error()));
    co_return base::Result<void>();
  }

  static base::Task<base::Result<base::Value>> insert_person(db::Transaction& transaction, std::string id,
                                                             std::string email, std::string role) {
    static const sql::Statement insert =
        statement_of("INSERT INTO people (id, email_address, role, pin) VALUES (?1, ?2, ?3, '1234')", 3);
    const std::vector<base::Value> parameters{id, email, role};
    const db::OnRow ignore = [](const db::RowView&) { return true; };
    auto done = co_await transaction.run(insert, parameters, ignore);
    if (!done && done.error().kind == db::FailureKind::unique)
      co_return std::unexpected(base::Error(base::ErrorCode::conflict));
    if (!done) co_return std::unexpected(db::to_error(done.error()));
    co_return base::Value(id);
  }

  std::filesystem::path path_;
};

}  // namespace tenon::auth::testing
