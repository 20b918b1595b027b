#include "app/bulk.hpp"

#include "app/backend.hpp"
#include "base/did_you_mean.hpp"

#include <chrono>
#include <stdexcept>
#include <vector>

namespace tenon::app {

using query::bulk::Format;

std::unique_ptr<db::Database> open_current_database(const schema::Model& model) {
  auto settings = load_settings();
  // Nobody waits behind it but the operator.
  settings.query_timeout_ms = std::chrono::milliseconds(std::chrono::hours(24 * 7)).count();
  auto database = open_database(settings, 1);
  const auto status = migrate::status(*database, model, own_tables(model, database->dialect()));
  switch (status.state) {
    case migrate::State::current: return database;
    case migrate::State::empty:
      throw std::runtime_error("the database is empty: run `tenon migrate up` to create its tables");
    case migrate::State::different: break;
  }
  std::string message = "the database was made from another schema:";
  for (const auto& difference : status.differences) message += "\n  " + difference;
  throw std::runtime_error(message);
}

const schema::Resource& find_resource(const schema::Model& model, std::string_view name) {
  if (const auto* found = model.find_resource(name)) return *found;
  if (const auto* found = model.find_path(name)) return *found;
  std::vector<std::string_view> names;
  for (const auto& resource : model.resources) names.push_back(resource->name);
  throw UsageError{"there is no resource \"" + std::string(name) + "\"." + base::did_you_mean(name, names)};
}

std::optional<Format> take_format(Arguments& arguments) {
  const auto text = arguments.take_option("--format", "");
  if (text.empty()) return std::nullopt;
  if (text == "ndjson") return Format::ndjson;
  if (text == "csv") return Format::csv;
  throw UsageError{"--format is ndjson or csv, not \"" + text + "\""};
}

std::string_view extension(Format format) {
  switch (format) {
    case Format::ndjson: return ".ndjson";
    case Format::csv: return ".csv";
  }
  return {};
}

std::optional<Format> format_of(std::string_view file_name) {
  if (file_name.ends_with(".csv")) return Format::csv;
  if (file_name.ends_with(".ndjson") || file_name.ends_with(".jsonl")) return Format::ndjson;
  return std::nullopt;
}

}  // namespace tenon::app
