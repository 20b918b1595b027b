#pragma once
#include "app/settings.hpp"
#include "auth/accounts.hpp"
#include "db/database.hpp"
#include "migrate/state.hpp"
#include "query/engine.hpp"
#include "schema/model.hpp"

#include <memory>
#include <string>
#include <vector>

namespace tenon::app {

/// Everything below the wire, in construction order: database, engine, accounts. Destroyed in reverse.
struct Backend {
  schema::ModelPtr model;
  std::unique_ptr<db::Database> database;
  std::unique_ptr<query::Engine> engine;
  std::unique_ptr<auth::Accounts> accounts;  ///< null without an account type
};

/// The database alone, opened. Throws std::runtime_error with a sentence for the operator.
/// Where accounts are served, `model` says which tables' changes must be noticed.
std::unique_ptr<db::Database> open_database(const Settings& settings, unsigned loops,
                                            const schema::Model* model = nullptr);

/// Definitions of Tenon's own tables that this model needs.
std::vector<std::string> own_tables(const schema::Model& model, sql::Dialect dialect);

/// Sees to it that the tables are there that every database has, whatever its schema. Throws std::runtime_error.
void make_standing_tables(db::Database& database);

/// Engine and accounts over an opened database whose tables are there; standing ones are made. `secret` is never empty.
Backend make_backend(const Settings& settings, const base::Secret& secret, schema::ModelPtr model,
                     std::unique_ptr<db::Database> database, unsigned loops);

/// TENON_SECRET, or in development one that is made once and kept beside the database, readable by its owner only.
/// Throws std::runtime_error if that file cannot be read or written.
base::Secret server_secret(const Settings& settings);

/// Settings from the environment; prints each fault and throws std::runtime_error if there is one. Sets up the log.
Settings load_settings();

}  // namespace tenon::app
