#include "query/bulk/import.hpp"

#include "base/task_blocking.hpp"
#include "query/bulk/import_job.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace tenon::query::bulk {
namespace {

void make_tables(db::Database& database) {
  const auto tables = database.tables();
  if (!tables) throw std::runtime_error("the database does not answer: " + tables.error().message);
  if (std::ranges::find(*tables, std::string_view(table::imports)) != tables->end()) return;
  const auto statements = import_tables(database.dialect());
  if (const auto made = database.define(statements); !made)
    throw std::runtime_error("the table that remembers imports cannot be made: " + made.error().message);
}

/// All that is left to do, in one transaction that is undone.
void try_all(db::Database& database, std::span<const std::unique_ptr<ImportJob>> jobs) {
  bool tried = false;
  db::Script script = [&](db::Transaction& transaction) -> base::Task<base::Result<void>> {
    for (const auto& job : jobs) {
      auto rows = co_await job->try_rows(transaction);
      if (!rows) co_return rows;
    }
    for (const auto& job : jobs) {
      auto keys = co_await job->try_late_keys(transaction);
      if (!keys) co_return keys;
    }
    tried = true;
    co_return std::unexpected(base::Error(base::ErrorCode::validation));
  };
  const auto undone = base::run_blocking(database.write(std::move(script)));
  if (tried) return;
  const auto& error = undone.error();
  throw std::runtime_error(error.cause.empty() ? std::string(error.text()) : error.cause);
}

}  // namespace

ImportReport import_files(db::Database& database, std::span<const ImportFile> files, const ImportOptions& options) {
  make_tables(database);
  ImportReport report;
  std::vector<std::unique_ptr<ImportJob>> jobs;
  for (std::size_t i = 0; i < files.size(); ++i) {
    std::set<const schema::Resource*> later;
    for (const auto& file : files.subspan(i + 1)) later.insert(file.resource);
    jobs.push_back(std::make_unique<ImportJob>(files[i], options, database.dialect(), std::move(later), report));
    jobs.back()->load(database);
  }
  for (const auto& job : jobs) job->check();
  if (report.faults > 0) return report;
  if (options.dry_run) {
    try_all(database, jobs);
    return report;
  }
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (jobs[i]->store(database)) continue;
    const auto stored = report;
    try_all(database, jobs);
    const auto faults = report.faults;
    report = stored;
    report.faults = faults;
    return report;
  }
  for (const auto& job : jobs) job->finish(database);
  return report;
}

}  // namespace tenon::query::bulk
