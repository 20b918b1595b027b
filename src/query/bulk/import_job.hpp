#pragma once
#include "query/bulk/import.hpp"
#include "query/bulk/row_parser.hpp"

#include <optional>
#include <vector>

namespace tenon::query::bulk {

/// One file on its way in.
class ImportJob {
 public:
  ImportJob(const ImportFile& file, const ImportOptions& options, sql::Dialect dialect,
            std::set<const schema::Resource*> later, ImportReport& report);

  /// Takes up what the database remembers. Throws std::runtime_error.
  void load(db::Database& database);
  /// Reads the whole file and reports what is wrong with it. Throws std::runtime_error if it is not the file that was
  /// imported up to the place where it is to be resumed.
  void check();
  /// Stores batch after batch; false where one has faults: it is undone. Throws std::runtime_error.
  bool store(db::Database& database);
  /// Sets the keys that came too early, and notes that the file is done.
  void finish(db::Database& database);

  /// The rest of the file and of the keys inside one transaction, to be undone.
  base::Task<base::Result<void>> try_rows(db::Transaction& transaction);
  base::Task<base::Result<void>> try_late_keys(db::Transaction& transaction);

 private:
  struct Batch {
    std::vector<ImportRow> rows;
    ImportState after;  ///< once they are stored
  };
  void start_reading();
  bool next_batch(Batch& batch, std::size_t rows);
  base::Task<base::Result<void>> store_batch(db::Transaction& transaction, const Batch& batch,
                                             std::optional<std::uint64_t> before);
  void count(Stored stored);
  void report_fault(std::uint64_t line, const base::ErrorDetail& fault);
  void report_progress(ImportProgress::Stage stage, std::uint64_t rows, std::uint64_t bytes);
  void read_header(RecordReader& reader, FileChecksum* checksum);

  const ImportFile& file_;
  const ImportOptions& options_;
  ImportReport& report_;
  ImportTarget target_;
  RowParser parser_;
  access::Principal operator_;               ///< no rights, only the time
  ImportState state_;                        ///< of what is stored
  std::optional<std::uint64_t> remembered_;  ///< bytes in the database's memory, once it is of this import
  bool silent_ = false;                      ///< faults are counted, not told
  bool known_ = false;                       ///< there was an earlier import of the file
  std::uint64_t checked_bytes_ = 0;
  std::string whole_checksum_;
  std::optional<RecordReader> reader_;
  FileChecksum checksum_;  ///< of what `reader_` gave out
  ImportState read_;       ///< behind what `reader_` gave out
  std::uint64_t late_ = 0;
};

}  // namespace tenon::query::bulk
