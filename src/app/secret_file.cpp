#include "app/backend.hpp"
#include "base/base64.hpp"
#include "base/random.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>

namespace tenon::app {
namespace {

std::filesystem::path secret_path(const Settings& settings) {
  constexpr std::string_view prefix = "sqlite:";
  if (!settings.database_url.starts_with(prefix)) return "data/tenon.secret";
  const std::filesystem::path database(settings.database_url.substr(prefix.size()));
  return database.parent_path() / "tenon.secret";
}

std::string read_secret(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string text;
  std::getline(file, text);
  return text;
}

/// False if another process made it first.
bool write_secret(const std::filesystem::path& path, const std::string& text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) {
    if (errno == EEXIST) return false;
    throw std::runtime_error("cannot write " + path.string() + ": " + std::strerror(errno));
  }
  const auto line = text + "\n";
  const bool written = ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  ::close(file);
  if (!written) throw std::runtime_error("cannot write " + path.string());
  return true;
}

}  // namespace

base::Secret server_secret(const Settings& settings) {
  if (!settings.secret.empty()) return settings.secret;
  const auto path = secret_path(settings);
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path());
  if (!std::filesystem::exists(path)) {
    auto made = base::hex_encode(base::random_bytes(32));
    if (write_secret(path, made)) return base::Secret(std::move(made));
  }
  auto text = read_secret(path);
  if (text.size() < 32) throw std::runtime_error(path.string() + " holds no secret: delete it, and a new one is made");
  return base::Secret(std::move(text));
}

}  // namespace tenon::app
