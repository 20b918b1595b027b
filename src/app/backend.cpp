#include "app/backend.hpp"

#include "app/terminal.hpp"
#include "auth/tables.hpp"
#include "base/digest.hpp"
#include "migrate/own_steps.hpp"
#include "query/kept_answers.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace tenon::app {

std::unique_ptr<db::Database> open_database(const Settings& settings, unsigned loops, const schema::Model* model) {
  db::OpenOptions options;
  options.loops = loops;
  options.max_time = std::chrono::milliseconds(settings.query_timeout_ms);
  // Bodies were taken in, so what is stored of them can be read; what is put together of them is part of a result.
  options.max_value_bytes = 2 * std::max(settings.max_result_bytes, settings.max_body_bytes);
  if (model && model->account) options.watched_tables = auth::watched_tables(*model->account);
  return db::open(settings.database_url, options);
}

std::vector<std::string> own_tables(const schema::Model& model, sql::Dialect dialect) {
  if (!model.account) return {};
  return auth::table_statements(*model.account, dialect);
}

void make_standing_tables(db::Database& database) {
  migrate::make_missing_tables(database, query::kept_answers_definition(database.dialect()));
}

Backend make_backend(const Settings& settings, const base::Secret& secret, schema::ModelPtr model,
                     std::unique_ptr<db::Database> database, unsigned loops) {
  Backend backend;
  backend.model = std::move(model);
  backend.database = std::move(database);
  make_standing_tables(*backend.database);
  query::EngineOptions engine_options;
  engine_options.keep_answers = std::chrono::hours(settings.idempotency_hours);
  engine_options.cursor_key = base::Secret(base::derive_key(secret.reveal(), "tenon cursors"));
  engine_options.max_result_bytes = settings.max_result_bytes;
  engine_options.max_cost = settings.max_cost;
  backend.engine = std::make_unique<query::Engine>(backend.model, *backend.database, std::move(engine_options));
  if (!backend.model->account) return backend;
  auth::AuthOptions auth_options;
  auth_options.secrets = {secret};
  auth_options.issuer = settings.issuer;
  auth_options.audience = settings.issuer;
  backend.accounts = std::make_unique<auth::Accounts>(backend.model, *backend.database, std::move(auth_options),
                                                      backend.database->dialect(), loops);
  return backend;
}

Settings load_settings() {
  auto result = read_settings(process_environment());
  if (!result.faults.empty()) {
    std::string all;
    for (const auto& fault : result.faults) all += (all.empty() ? "" : "\n  ") + fault;
    throw std::runtime_error(all);
  }
  const auto automatic = is_terminal(stderr) ? base::LogFormat::text : base::LogFormat::json;
  base::configure_log(result.settings.log_format.value_or(automatic), result.settings.log_level);
  return std::move(result.settings);
}

}  // namespace tenon::app
