#pragma once
#include <atomic>
#include <memory>
#include <string>

namespace tenon::db::sqlite::testing {

/// Faults to come, for files of the write-ahead log and of the database itself. Any thread.
struct Faults {
  std::atomic<bool> sync_fails{false};     ///< fsync gives an error
  std::atomic<bool> disk_full{false};      ///< no write finds space
  std::atomic<bool> short_write{false};    ///< the next write stores half of its bytes and fails; then false again
  std::atomic<int> writes_until_full{-1};  ///< after so many writes the disk is full; -1: never
  std::atomic<int> sync_delay_ms{0};       ///< how long fsync takes
  std::atomic<bool> log_only{true};        ///< faults are for files that end in "-wal"
  std::atomic<int> log_syncs{0};           ///< counted
};

/// A SQLite VFS over the usual one, which fails when told to. Lives as long as connections that use it.
class FaultyFileSystem {
 public:
  FaultyFileSystem();
  ~FaultyFileSystem();
  FaultyFileSystem(const FaultyFileSystem&) = delete;
  FaultyFileSystem& operator=(const FaultyFileSystem&) = delete;
  const char* name() const;
  Faults& faults();

  struct Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace tenon::db::sqlite::testing
