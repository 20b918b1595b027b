#include "db/postgres/open.hpp"

#include "db/postgres/blocking.hpp"
#include "db/postgres/url.hpp"

#include <stdexcept>

namespace tenon::db::postgres {
namespace {

/// What every session needs to be sure of. Behind a pooler a session is not ours, and it refuses such settings.
constexpr std::string_view session_settings =
    "-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=postgres"
    " -c idle_in_transaction_session_timeout=60000 ";

void set(std::vector<std::pair<std::string, std::string>>& parameters, std::string_view name, std::string value) {
  for (auto& [keyword, old] : parameters) {
    if (keyword != name) continue;
    old = std::move(value);
    return;
  }
  parameters.emplace_back(name, std::move(value));
}

std::string get(const std::vector<std::pair<std::string, std::string>>& parameters, std::string_view name) {
  for (const auto& [keyword, value] : parameters)
    if (keyword == name) return value;
  return {};
}

}  // namespace

Options options_of(std::string_view url, const OpenOptions& options) {
  auto address = parse_url(url);
  Options made;
  auto& connection = made.connection;
  connection.prepared = address.prepared && options.prepared;
  connection.shown = address.shown;
  connection.parameters = std::move(address.parameters);
  auto& parameters = connection.parameters;
  set(parameters, "client_encoding", "UTF8");
  if (get(parameters, "fallback_application_name").empty()) set(parameters, "fallback_application_name", "tenon");
  if (connection.prepared)
    set(parameters, "options",
        std::string(session_settings) + "-c statement_timeout=" + std::to_string(options.max_time.count()) + ' ' +
            get(parameters, "options"));
  made.max_waiting = options.max_waiting_writes;
  made.max_time = options.max_time;
  made.watched_tables = options.watched_tables;
  return made;
}

std::unique_ptr<PostgresDatabase> open_url(std::string_view url, const OpenOptions& options) {
  auto made = options_of(url, options);
  BlockingConnection probe(made.connection);
  if (const auto open = probe.opened(); !open) {
    // PgBouncer tells it by words alone.
    const bool pooled = open.error().message.find("unsupported startup parameter") != std::string::npos;
    const auto* hint = ". Behind a pooler of transactions, such as PgBouncer, add tenon_prepared=off to DATABASE_URL";
    throw std::runtime_error("cannot open the database " + open.error().message + (pooled ? hint : ""));
  }
  return std::make_unique<PostgresDatabase>(std::move(made));
}

}  // namespace tenon::db::postgres
