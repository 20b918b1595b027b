#pragma once
#include "app/command.hpp"
#include "db/database.hpp"
#include "query/bulk/format.hpp"
#include "schema/model.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// What import and export share.
namespace tenon::app {

/// The database of DATABASE_URL. Throws std::runtime_error unless it has the tables of the model.
std::unique_ptr<db::Database> open_current_database(const schema::Model& model);

/// By type name or path; throws UsageError with a suggestion.
const schema::Resource& find_resource(const schema::Model& model, std::string_view name);

/// The value of --format, taken out; nothing if it is not there. Throws UsageError.
std::optional<query::bulk::Format> take_format(Arguments& arguments);
/// ".ndjson", ".csv".
std::string_view extension(query::bulk::Format format);
/// What a file's name tells.
std::optional<query::bulk::Format> format_of(std::string_view file_name);

}  // namespace tenon::app
