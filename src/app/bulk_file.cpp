#include "app/bulk_file.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <stdexcept>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tenon::app {
namespace {

constexpr std::size_t copied_at_once = 64 << 10;

[[noreturn]] void fail(const std::string& what) {
  const int code = errno;
  throw std::runtime_error(what + ": " + std::strerror(code));
}

std::size_t read_some(int descriptor, char* buffer, std::size_t size, const std::string& name) {
  while (true) {
    const auto got = ::read(descriptor, buffer, size);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) fail("cannot read " + name);
  }
}

query::bulk::ByteSource source_of(std::shared_ptr<const OpenFile> file, std::uint64_t from) {
  return [file = std::move(file), from](char* buffer, std::size_t size) mutable {
    while (true) {
      const auto got = ::pread(file->descriptor(), buffer, size, static_cast<off_t>(from));
      if (got >= 0) {
        from += static_cast<std::uint64_t>(got);
        return static_cast<std::size_t>(got);
      }
      if (errno != EINTR) fail("cannot read the file");
    }
  };
}

std::uint64_t size_of(const OpenFile& file) {
  struct stat status{};
  if (::fstat(file.descriptor(), &status) != 0) fail("cannot look at the file");
  return static_cast<std::uint64_t>(status.st_size);
}

/// A file without a name in the temporary folder: gone with the process.
std::shared_ptr<const OpenFile> spool(int descriptor, const std::string& name) {
  const char* folder = std::getenv("TMPDIR");
  auto pattern = std::string(folder && *folder ? folder : "/tmp") + "/tenon-import-XXXXXX";
  const int made = ::mkostemp(pattern.data(), O_CLOEXEC);
  if (made < 0) fail("cannot make a temporary file " + pattern);
  auto file = std::make_shared<const OpenFile>(made);
  ::unlink(pattern.c_str());
  std::array<char, copied_at_once> buffer;
  while (const auto got = read_some(descriptor, buffer.data(), buffer.size(), name))
    write_all(made, {buffer.data(), got}, "the temporary copy of " + name);
  return file;
}

}  // namespace

void write_all(int descriptor, std::string_view bytes, std::string_view what) {
  while (!bytes.empty()) {
    const auto written = ::write(descriptor, bytes.data(), bytes.size());
    if (written >= 0)
      bytes.remove_prefix(static_cast<std::size_t>(written));
    else if (errno != EINTR)
      fail("cannot write " + std::string(what));
  }
}

OpenFile::~OpenFile() {
  if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
}

InputFile::InputFile(const std::string& path) {
  if (path == "-") {
    source_ = path;
    file_ = spool(STDIN_FILENO, "standard input");
  } else {
    const int opened = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (opened < 0) fail("cannot open " + path);
    file_ = std::make_shared<const OpenFile>(opened);
    struct stat status{};
    if (::fstat(opened, &status) != 0) fail("cannot look at " + path);
    if (S_ISDIR(status.st_mode)) throw std::runtime_error(path + " is a folder");
    if (!S_ISREG(status.st_mode)) file_ = spool(opened, path);
    source_ = std::filesystem::absolute(path).lexically_normal().string();
  }
  size_ = size_of(*file_);
}

query::bulk::ByteSource InputFile::open(std::uint64_t from) const {
  return source_of(file_, from);
}

OutputFile::OutputFile(std::filesystem::path path, Start start) : path_(std::move(path)), part_(path_) {
  part_ += ".part";
  if (std::filesystem::exists(path_))
    throw std::runtime_error(path_.string() + " is there already; nothing was written");
  const int fresh = start == Start::fresh ? O_EXCL : 0;
  const int opened = ::open(part_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | fresh, 0600);
  if (opened < 0 && errno == EEXIST)
    throw std::runtime_error(part_.string() + " is there from an export that stopped: --resume goes on with it");
  if (opened < 0) fail("cannot write " + part_.string());
  file_ = std::make_shared<const OpenFile>(opened);
  if (::flock(opened, LOCK_EX | LOCK_NB) != 0) fail(part_.string() + " is being written");
}

std::uint64_t OutputFile::size() const {
  return size_of(*file_);
}

query::bulk::ByteSource OutputFile::open() const {
  return source_of(file_, 0);
}

void OutputFile::cut(std::uint64_t bytes) {
  const auto end = static_cast<off_t>(bytes);
  if (::ftruncate(file_->descriptor(), end) != 0 || ::lseek(file_->descriptor(), end, SEEK_SET) < 0)
    fail("cannot write " + part_.string());
}

void OutputFile::write(std::string_view bytes) {
  write_all(file_->descriptor(), bytes, part_.string());
}

void OutputFile::finish() {
  if (::fsync(file_->descriptor()) != 0) fail("cannot write " + part_.string());
  if (::rename(part_.c_str(), path_.c_str()) != 0) fail("cannot write " + path_.string());
  const auto folder = std::filesystem::absolute(path_).parent_path();
  const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return;
  const OpenFile directory(opened);
  (void)::fsync(directory.descriptor());
}

}  // namespace tenon::app
