#include "db/sqlite/open.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <stdexcept>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace tenon::db::sqlite {
namespace {

std::runtime_error refused(std::string_view what, const std::filesystem::path& path, int code) {
  return std::runtime_error("cannot " + std::string(what) + " " + path.string() + ": " +
                            std::generic_category().message(code));
}

/// A new name in a folder is not on the disk before the folder is.
void sync_folder(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

void make_folder(const std::filesystem::path& folder) {
  std::error_code fault;
  if (std::filesystem::exists(folder, fault)) return;
  if (folder.has_parent_path() && folder.parent_path() != folder) make_folder(folder.parent_path());
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) throw refused("make the folder", folder, errno);
  sync_folder(folder.parent_path());
}

/// Rows are nobody else's business. What SQLite puts beside the file takes its mode.
void make_file(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    if (errno == EEXIST) return;
    throw refused("make the database", file, errno);
  }
  ::close(descriptor);
  sync_folder(file.parent_path());
}

}  // namespace

std::unique_ptr<SqliteDatabase> open_file(const std::filesystem::path& path, Options options) {
  // Absolute: a name that begins with "file:" would be taken for a URI.
  const auto file = std::filesystem::absolute(path).lexically_normal();
  make_folder(file.parent_path());
  make_file(file);
  options.connection.file = file.string();
  return std::make_unique<SqliteDatabase>(std::move(options));
}

std::unique_ptr<SqliteDatabase> open_temporary(Options options) {
  auto folder = (std::filesystem::temp_directory_path() / "tenon-XXXXXX").string();
  if (!::mkdtemp(folder.data())) throw refused("make the folder", folder, errno);
  options.connection.durable = false;
  options.remove_when_closed = folder;
  return open_file(std::filesystem::path(folder) / "tenon.db", std::move(options));
}

}  // namespace tenon::db::sqlite
