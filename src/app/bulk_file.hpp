#pragma once
#include "query/bulk/record_reader.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace tenon::app {

/// A file descriptor, closed with it.
class OpenFile {
 public:
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  ~OpenFile();
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int descriptor() const { return descriptor_; }

 private:
  const int descriptor_;
};

/// A file to read from any place, again and again. What can be read once only (standard input, a pipe) is first copied
/// to an unnamed file in the temporary folder. Throws std::runtime_error.
class InputFile {
 public:
  /// "-" is standard input.
  explicit InputFile(const std::string& path);
  query::bulk::ByteSource open(std::uint64_t from) const;
  std::uint64_t size() const { return size_; }
  /// What tells it from other files: its absolute path, or "-".
  const std::string& source() const { return source_; }

 private:
  std::shared_ptr<const OpenFile> file_;
  std::uint64_t size_ = 0;
  std::string source_;
};

/// A file that appears under its name only once it is complete: until then its name ends in ".part". Its rows are
/// readable by its owner alone. Throws std::runtime_error.
class OutputFile {
 public:
  enum class Start : std::uint8_t {
    fresh,   ///< neither the file nor its part may be there
    resume,  ///< the part may be there
  };
  OutputFile(std::filesystem::path path, Start start);

  /// What is written already, to be read again.
  std::uint64_t size() const;
  query::bulk::ByteSource open() const;
  /// Forgets what is behind the first `bytes`; writing goes on there.
  void cut(std::uint64_t bytes);
  void write(std::string_view bytes);
  /// On disk, and under its name.
  void finish();

 private:
  std::filesystem::path path_;
  std::filesystem::path part_;
  std::shared_ptr<const OpenFile> file_;
};

/// Writes all bytes. Throws std::runtime_error naming `what`.
void write_all(int descriptor, std::string_view bytes, std::string_view what);

}  // namespace tenon::app
