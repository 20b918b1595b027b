#include "db/sqlite/testing/faulty_file_system.hpp"

#include <sqlite3.h>

#include <chrono>
#include <cstring>
#include <thread>

// Not tests of its own: what the tests of failures stand on. In a _test file so that it is in no library.
namespace tenon::db::sqlite::testing {

struct FaultyFileSystem::Impl {
  sqlite3_vfs table{};
  sqlite3_vfs* real = nullptr;
  std::string name;
  Faults faults;
};

namespace {

using Owner = Faults;

/// What SQLite sees as an open file: ours, with the real one behind it in the same block.
struct File {
  sqlite3_file base;
  Owner* faults;
  bool is_log;
  bool is_database;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File& as_file(sqlite3_file* file) {
  return *reinterpret_cast<File*>(file);
}

bool concerned(const File& file) {
  return file.is_log || (file.is_database && !file.faults->log_only);
}

int close_file(sqlite3_file* file) {
  return as_file(file).real()->pMethods->xClose(as_file(file).real());
}
int read_file(sqlite3_file* file, void* out, int count, sqlite3_int64 at) {
  return as_file(file).real()->pMethods->xRead(as_file(file).real(), out, count, at);
}
int write_file(sqlite3_file* file, const void* data, int count, sqlite3_int64 at) {
  auto& mine = as_file(file);
  auto* real = mine.real();
  if (concerned(mine)) {
    if (mine.faults->writes_until_full >= 0 && mine.faults->writes_until_full-- == 0) {
      mine.faults->writes_until_full = -1;
      mine.faults->disk_full = true;
    }
    if (mine.faults->disk_full) return SQLITE_FULL;
    if (mine.faults->short_write.exchange(false)) {
      real->pMethods->xWrite(real, data, count / 2, at);
      return SQLITE_IOERR_WRITE;
    }
  }
  return real->pMethods->xWrite(real, data, count, at);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  return as_file(file).real()->pMethods->xTruncate(as_file(file).real(), size);
}
int sync_file(sqlite3_file* file, int flags) {
  auto& mine = as_file(file);
  if (mine.is_log) ++mine.faults->log_syncs;
  if (concerned(mine)) {
    if (const int delay = mine.faults->sync_delay_ms; delay > 0)
      std::this_thread::sleep_for(std::chrono::milliseconds(delay));
    if (mine.faults->sync_fails) return SQLITE_IOERR_FSYNC;
  }
  return mine.real()->pMethods->xSync(mine.real(), flags);
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return as_file(file).real()->pMethods->xFileSize(as_file(file).real(), size);
}
int lock_file(sqlite3_file* file, int level) {
  return as_file(file).real()->pMethods->xLock(as_file(file).real(), level);
}
int unlock_file(sqlite3_file* file, int level) {
  return as_file(file).real()->pMethods->xUnlock(as_file(file).real(), level);
}
int check_lock(sqlite3_file* file, int* held) {
  return as_file(file).real()->pMethods->xCheckReservedLock(as_file(file).real(), held);
}
int control_file(sqlite3_file* file, int operation, void* argument) {
  return as_file(file).real()->pMethods->xFileControl(as_file(file).real(), operation, argument);
}
int sector_size(sqlite3_file* file) {
  return as_file(file).real()->pMethods->xSectorSize(as_file(file).real());
}
int characteristics(sqlite3_file* file) {
  return as_file(file).real()->pMethods->xDeviceCharacteristics(as_file(file).real());
}
int map_shared(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
  return as_file(file).real()->pMethods->xShmMap(as_file(file).real(), region, size, extend, out);
}
int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
  return as_file(file).real()->pMethods->xShmLock(as_file(file).real(), offset, count, flags);
}
void barrier(sqlite3_file* file) {
  as_file(file).real()->pMethods->xShmBarrier(as_file(file).real());
}
int unmap_shared(sqlite3_file* file, int remove) {
  return as_file(file).real()->pMethods->xShmUnmap(as_file(file).real(), remove);
}

// Version 2: without memory mapping, so that every byte passes here.
const sqlite3_io_methods methods = {
    2,           close_file,  read_file,    write_file,   truncate_file, sync_file,       file_size,
    lock_file,   unlock_file, check_lock,   control_file, sector_size,   characteristics, map_shared,
    lock_shared, barrier,     unmap_shared, nullptr,      nullptr};

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto& impl = *static_cast<FaultyFileSystem::Impl*>(vfs->pAppData);
  auto& mine = as_file(file);
  mine.faults = &impl.faults;
  mine.is_log = (flags & SQLITE_OPEN_WAL) != 0;
  mine.is_database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
  mine.base.pMethods = nullptr;
  const int code = impl.real->xOpen(impl.real, name, mine.real(), flags, out_flags);
  if (mine.real()->pMethods) mine.base.pMethods = &methods;
  return code;
}

}  // namespace

FaultyFileSystem::FaultyFileSystem() : impl_(std::make_unique<Impl>()) {
  sqlite3_initialize();
  static std::atomic<int> count{0};
  impl_->name = "faulty-" + std::to_string(count++);
  impl_->real = sqlite3_vfs_find(nullptr);
  impl_->table = *impl_->real;
  impl_->table.zName = impl_->name.c_str();
  impl_->table.pNext = nullptr;
  impl_->table.pAppData = impl_.get();
  impl_->table.szOsFile = static_cast<int>(sizeof(File)) + impl_->real->szOsFile;
  impl_->table.xOpen = open_file;
  sqlite3_vfs_register(&impl_->table, 0);
}

FaultyFileSystem::~FaultyFileSystem() {
  sqlite3_vfs_unregister(&impl_->table);
}

const char* FaultyFileSystem::name() const {
  return impl_->name.c_str();
}

Faults& FaultyFileSystem::faults() {
  return impl_->faults;
}

}  // namespace tenon::db::sqlite::testing
