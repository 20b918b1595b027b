#include "base/uuid.hpp"
#include "db/sqlite/database.hpp"

#include <filesystem>
#include <stdexcept>
#include <sys/stat.h>

namespace tenon::db {
namespace {

constexpr std::string_view prefix = "sqlite:";

}  // namespace

std::unique_ptr<Database> open(std::string_view url, const OpenOptions& options) {
  if (!url.starts_with(prefix) || url.size() == prefix.size())
    throw std::runtime_error("DATABASE_URL should look like sqlite:PATH");
  const auto path = url.substr(prefix.size());
  sqlite::ConnectionOptions connection;
  if (path == ":memory:") {
    // A named memdb, so that all connections of this database see it and no other database does.
    connection.file = "file:/tenon-" + base::new_uuid() + "?vfs=memdb";
    return std::make_unique<sqlite::SqliteDatabase>(std::move(connection), options);
  }
  const std::filesystem::path file(path);
  if (file.has_parent_path()) {
    std::error_code fault;
    std::filesystem::create_directories(file.parent_path(), fault);
    if (fault)
      throw std::runtime_error("cannot make the folder " + file.parent_path().string() + ": " + fault.message());
  }
  // Rows are nobody else's business: files that SQLite makes beside this one take its mode.
  const auto old_mask = ::umask(0077);
  connection.file = file.string();
  try {
    auto database = std::make_unique<sqlite::SqliteDatabase>(std::move(connection), options);
    ::umask(old_mask);
    return database;
  } catch (...) {
    ::umask(old_mask);
    throw;
  }
}

}  // namespace tenon::db
