#pragma once
#include "db/database.hpp"
#include "db/postgres/testing/test_server.hpp"

#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

/// An empty database for the tests of the modules above, which run on each: SQLite in memory, or, where
/// TENON_TEST_DATABASE is "postgres", one of its own on the test server of PostgreSQL.
namespace tenon::db::testing {

inline sql::Dialect tested_dialect() {
  const char* name = std::getenv("TENON_TEST_DATABASE");
  if (!name || std::string_view(name) == "sqlite") return sql::Dialect::sqlite;
  if (std::string_view(name) == "postgres") return sql::Dialect::postgres;
  throw std::runtime_error("TENON_TEST_DATABASE is sqlite or postgres");
}

class FreshDatabase {
 public:
  /// `on_sqlite` is the URL there.
  explicit FreshDatabase(const OpenOptions& options = {}, const std::string& on_sqlite = "sqlite::memory:") {
    if (tested_dialect() == sql::Dialect::postgres) place_ = std::make_unique<postgres::testing::NewDatabase>();
    database_ = open(place_ ? place_->url() : on_sqlite, options);
  }
  FreshDatabase(const FreshDatabase&) = delete;
  FreshDatabase& operator=(const FreshDatabase&) = delete;
  ~FreshDatabase() { database_->close(); }

  Database& operator*() const { return *database_; }
  Database* operator->() const { return database_.get(); }
  sql::Dialect dialect() const { return database_->dialect(); }

 private:
  std::unique_ptr<postgres::testing::NewDatabase> place_;
  std::unique_ptr<Database> database_;
};

}  // namespace tenon::db::testing
