#include "db/postgres/open.hpp"

#include "db/postgres/url.hpp"
#include "db/sqlite/open.hpp"

#include <stdexcept>

namespace tenon::db {

std::unique_ptr<Database> open(std::string_view url, const OpenOptions& options) {
  if (postgres::is_url(url)) return postgres::open_url(url, options);
  constexpr std::string_view scheme = "sqlite:";
  if (!url.starts_with(scheme))
    throw std::runtime_error(
        "DATABASE_URL must look like sqlite:PATH, for example sqlite:data/tenon.db, or postgres://USER@HOST/DATABASE");
  auto path = url.substr(scheme.size());
  // sqlite:///var/lib/tenon.db is a common way to write an absolute path.
  if (path.starts_with("//")) path.remove_prefix(2);
  if (path.empty()) throw std::runtime_error("DATABASE_URL names no file: write sqlite:PATH");

  sqlite::Options sqlite_options;
  sqlite_options.reader_threads = std::max(options.reader_threads, 1U);
  sqlite_options.writer.max_waiting = options.max_waiting_writes;
  sqlite_options.writer.max_script_time = options.max_time;
  sqlite_options.max_time = options.max_time;
  sqlite_options.max_read_value_bytes = options.max_value_bytes;
  if (path == ":memory:") return sqlite::open_temporary(std::move(sqlite_options));
  return sqlite::open_file(path, std::move(sqlite_options));
}

std::string shown_url(std::string_view url) {
  return postgres::is_url(url) ? postgres::parse_url(url).shown : std::string(url);
}

}  // namespace tenon::db
