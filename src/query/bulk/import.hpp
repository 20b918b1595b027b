#pragma once
#include "db/database.hpp"
#include "query/bulk/import_writer.hpp"
#include "query/bulk/record_reader.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace tenon::query::bulk {

/// A file with rows of one resource, which can be read from any place again and again. `open` throws
/// std::runtime_error where it cannot.
struct ImportFile {
  const schema::Resource* resource = nullptr;
  std::string source;                                  ///< how the database remembers it: absolute path, or "-"
  std::string name;                                    ///< for messages
  std::function<ByteSource(std::uint64_t from)> open;  ///< from the byte of that number on
};

struct ImportProgress {
  enum class Stage : std::uint8_t { checking, storing, trying, late_keys } stage = Stage::checking;
  const ImportFile* file = nullptr;
  std::uint64_t rows = 0;   ///< of this stage, and those of an interrupted import before
  std::uint64_t bytes = 0;  ///< of the file, passed in this stage
};

struct ImportOptions {
  Format format = Format::ndjson;
  OnConflict on_conflict = OnConflict::fail;
  std::size_t batch = 1000;  ///< rows in one transaction, at most
  bool dry_run = false;      ///< everything in one transaction, which is undone
  bool resume = false;       ///< goes on where an earlier import of a file stopped; from the start where none did
  /// Line 0: about the whole file.
  std::function<void(const ImportFile& file, std::uint64_t line, const base::ErrorDetail& fault)> on_fault;
  std::function<void(const ImportProgress& progress)> on_progress;
};

struct ImportReport {
  std::uint64_t inserted = 0;
  std::uint64_t updated = 0;
  std::uint64_t skipped = 0;
  std::uint64_t before = 0;     ///< stored by the import that this one goes on with
  std::uint64_t abandoned = 0;  ///< stored by one that stopped, which this one did not go on with
  std::uint64_t faults = 0;
  std::uint64_t late_faults = 0;  ///< of those: relations of rows that are stored, whose own row is not there
  std::uint64_t stored() const { return inserted + updated + skipped; }
};

namespace limits {
inline constexpr std::size_t max_batch_rows = 100'000;
inline constexpr std::size_t max_batch_bytes = 8 << 20;  ///< of the file; a batch ends early
}  // namespace limits

/// Imports files in the order given: a row may point to rows of its own file and of files behind it, which need not be
/// there yet. First all of it is read and every line checked: where anything is wrong nothing is stored. Then the rows
/// are stored in batches, a transaction each, which also remembers how far it is. What only the database can tell (a
/// taken key, a row that is not there) undoes its batch; what is left is then tried in a transaction that is undone, so
/// that all faults are told. The batches before it stay: mend the file and resume.
///
/// Memory is bounded by a batch. Blocks. Throws std::runtime_error with a sentence for the operator where the database
/// or a file does not go along, and where a file to be resumed does not begin as it did.
ImportReport import_files(db::Database& database, std::span<const ImportFile> files, const ImportOptions& options);

}  // namespace tenon::query::bulk
