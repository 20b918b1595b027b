#include "schema/read_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>

namespace tenon::schema {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_files = 1000;
constexpr std::uintmax_t max_file_bytes = 1 << 20;

[[noreturn]] void refuse(std::string message) {
  throw std::runtime_error(std::move(message));
}

lang::SourcePtr read_file(const fs::path& path) {
  std::error_code fault;
  std::uintmax_t size = fs::file_size(path, fault);
  if (!fault && size > max_file_bytes) {
    refuse(fmt::format("{} is larger than {} bytes: split it into a folder of files", path.string(), max_file_bytes));
  }
  std::ifstream stream(path, std::ios::binary);
  auto source = std::make_shared<lang::Source>();
  source->name = path.string();
  // The size above is a promise that devices and pipes do not keep.
  source->text.resize(max_file_bytes + 1);
  stream.read(source->text.data(), static_cast<std::streamsize>(source->text.size()));
  source->text.resize(static_cast<std::size_t>(stream.gcount()));
  if (source->text.size() > max_file_bytes)
    refuse(fmt::format("{} is larger than {} bytes", path.string(), max_file_bytes));
  if (!stream.good() && !stream.eof()) refuse(fmt::format("{} cannot be read", path.string()));
  return source;
}

bool is_hidden(const fs::path& path) {
  return path.filename().string().starts_with('.');
}

std::vector<fs::path> schema_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code fault;
  fs::recursive_directory_iterator entries(folder, fault);
  for (; !fault && entries != fs::recursive_directory_iterator(); entries.increment(fault)) {
    if (is_hidden(entries->path())) {
      entries.disable_recursion_pending();
      continue;
    }
    std::error_code ignored;
    if (entries->is_regular_file(ignored) && entries->path().extension() == ".graphql")
      files.push_back(entries->path());
    if (files.size() > max_files) refuse(fmt::format("{} holds more than {} schema files", folder.string(), max_files));
  }
  if (fault) refuse(fmt::format("{} cannot be read: {}", folder.string(), fault.message()));
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::vector<lang::SourcePtr> read_schema_files(const fs::path& path) {
  std::error_code fault;
  fs::file_status status = fs::status(path, fault);
  if (!fs::exists(status)) {
    refuse(fmt::format("there is no schema at {}; \"tenon init\" writes one to start from", path.string()));
  }
  if (!fs::is_directory(status)) return {read_file(path)};
  std::vector<lang::SourcePtr> sources;
  for (const fs::path& file : schema_files(path)) sources.push_back(read_file(file));
  if (sources.empty()) {
    refuse(fmt::format("there is no *.graphql file in {}; \"tenon init\" writes one to start from", path.string()));
  }
  return sources;
}

}  // namespace tenon::schema
