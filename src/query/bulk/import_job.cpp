#include "query/bulk/import_job.hpp"

#include "base/task_blocking.hpp"

#include <stdexcept>
#include <utility>

namespace tenon::query::bulk {
namespace {

constexpr std::size_t late_keys_at_once = 1'000;
/// Reports of progress while nothing else happens.
constexpr std::uint64_t rows_between_reports = 1'000;

const db::OnRow ignore_rows = [](const db::RowView&) { return true; };

[[noreturn]] void fail(const base::Error& error) {
  throw std::runtime_error(error.cause.empty() ? std::string(error.text()) : error.cause);
}

void write(db::Database& database, db::Script script) {
  auto written = base::run_blocking(database.write(std::move(script)));
  if (!written) fail(written.error());
}

}  // namespace

ImportJob::ImportJob(const ImportFile& file, const ImportOptions& options, sql::Dialect dialect,
                     std::set<const schema::Resource*> later, ImportReport& report)
    : file_(file),
      options_(options),
      report_(report),
      target_(*file.resource, dialect),
      parser_(*file.resource, options.format) {
  target_.name = {file.resource->table, file.source};
  target_.on_conflict = options.on_conflict;
  target_.later = std::move(later);
  operator_.credential = access::Credential::operator_console;
  operator_.now = base::now_micros();
}

void ImportJob::load(db::Database& database) {
  const auto parameters = parameters_of(target_.name);
  ImportState found;
  bool known = false;
  const db::OnRow on_row = [&](const db::RowView& row) {
    found.place.bytes = static_cast<std::uint64_t>(row.integer(0));
    found.place.lines = static_cast<std::uint64_t>(row.integer(1));
    found.rows = static_cast<std::uint64_t>(row.integer(2));
    found.checksum = row.text(3);
    found.finished = row.integer(4) != 0;
    known = true;
    return false;
  };
  const std::function<void()> restart = [&] { known = false; };
  const auto read =
      base::run_blocking(database.read(target_.tables.load, parameters, on_row, restart, base::Deadline::never()));
  if (!read) fail(db::to_error(read.error()));
  known_ = known;
  if (!known) return;
  if (!options_.resume) {
    if (!found.finished) report_.abandoned += found.rows;
    return;
  }
  state_ = found;
  remembered_ = found.place.bytes;
  // Keys that wait may be there.
  target_.has_late_keys = true;
  report_.before += found.rows;
}

void ImportJob::report_fault(std::uint64_t line, const base::ErrorDetail& fault) {
  ++report_.faults;
  if (options_.on_fault && !silent_) options_.on_fault(file_, line, fault);
}

void ImportJob::report_progress(ImportProgress::Stage stage, std::uint64_t rows, std::uint64_t bytes) {
  if (options_.on_progress) options_.on_progress({stage, &file_, rows, bytes});
}

void ImportJob::count(Stored stored) {
  switch (stored) {
    case Stored::inserted: ++report_.inserted; return;
    case Stored::updated: ++report_.updated; return;
    case Stored::skipped: ++report_.skipped; return;
    case Stored::refused: return;
  }
}

void ImportJob::check() {
  RecordReader reader(file_.open(0), options_.format);
  FileChecksum checksum;
  Record record;
  std::vector<base::ErrorDetail> faults;
  std::uint64_t rows = state_.rows;
  bool resumed = state_.place.bytes == 0;
  const auto not_the_same = [&] {
    return std::runtime_error(file_.name + " does not begin with the " + std::to_string(state_.place.lines) +
                              " lines that were imported from it: it cannot be resumed");
  };
  while (reader.next(record)) {
    faults.clear();
    checksum.add(record.bytes);
    checked_bytes_ = record.end.bytes;
    if (record.too_long)
      faults.push_back({"", "length", "is longer than " + std::to_string(limits::max_record_bytes >> 20) + " MiB"});
    else if (parser_.wants_header()) {
      parser_.read_header(record.bytes, faults);
      if (!faults.empty()) record.hopeless = true;
    } else if (resumed && !parser_.is_blank(record.bytes)) {
      auto input = parser_.parse(record.bytes, faults);
      (void)complete_row(*file_.resource, std::move(input), operator_, faults);
      if (++rows % rows_between_reports == 0) report_progress(ImportProgress::Stage::checking, rows, record.end.bytes);
    }
    for (const auto& fault : faults) report_fault(record.line, fault);
    if (record.hopeless) return;
    if (resumed || record.end.bytes < state_.place.bytes) continue;
    if (record.end.bytes != state_.place.bytes || checksum.text() != state_.checksum) throw not_the_same();
    resumed = true;
  }
  if (!resumed) throw not_the_same();
  if (parser_.wants_header())
    report_fault(0, {"", "format", "has no header: the first line of a CSV file names its fields"});
  whole_checksum_ = checksum.text();
  report_progress(ImportProgress::Stage::checking, rows, checked_bytes_);
}

void ImportJob::start_reading() {
  reader_.emplace(file_.open(state_.place.bytes), options_.format, state_.place);
  checksum_ = FileChecksum(state_.checksum);
  read_ = state_;
  read_.finished = false;
}

bool ImportJob::next_batch(Batch& batch, std::size_t rows) {
  batch.rows.clear();
  if (!reader_) start_reading();
  const auto start = read_.place.bytes;
  const auto changed = [&] { return std::runtime_error(file_.name + " changed while it was imported"); };
  Record record;
  const auto full = [&] {
    return batch.rows.size() >= rows || (!batch.rows.empty() && read_.place.bytes - start >= limits::max_batch_bytes);
  };
  while (!full() && read_.place.bytes < checked_bytes_) {
    if (!reader_->next(record)) throw changed();
    checksum_.add(record.bytes);
    const bool header = options_.format == Format::csv && record.line == 1;
    read_.place = record.end;
    if (header || parser_.is_blank(record.bytes)) continue;
    std::vector<base::ErrorDetail> faults;
    auto input = parser_.parse(record.bytes, faults);
    batch.rows.push_back(complete_row(*file_.resource, std::move(input), operator_, faults));
    batch.rows.back().line = record.line;
    ++read_.rows;
    if (!faults.empty()) throw changed();
  }
  read_.checksum = checksum_.text();
  if (read_.place.bytes >= checked_bytes_ && read_.checksum != whole_checksum_) throw changed();
  batch.after = read_;
  return !batch.rows.empty();
}

base::Task<base::Result<void>> ImportJob::store_batch(db::Transaction& transaction, const Batch& batch,
                                                      std::optional<std::uint64_t> before) {
  ImportWriter writer(transaction, target_);
  std::vector<base::ErrorDetail> faults;
  for (const auto& row : batch.rows) {
    faults.clear();
    auto stored = co_await writer.store(row, faults);
    if (!stored) co_return std::unexpected(stored.error());
    count(*stored);
    for (const auto& fault : faults) report_fault(row.line, fault);
  }
  auto raised = co_await writer.raise_numbers();
  if (!raised) co_return raised;
  auto remembered = co_await writer.remember(batch.after, before);
  co_return remembered;
}

bool ImportJob::store(db::Database& database) {
  Batch batch;
  bool first = !options_.resume;
  while (next_batch(batch, options_.batch)) {
    const auto counted = report_;
    bool faulty = false;
    db::Script script = [&](db::Transaction& transaction) -> base::Task<base::Result<void>> {
      report_ = counted;
      if (first && known_) {
        // What an earlier import left behind has no meaning for this one.
        const auto parameters = parameters_of(target_.name);
        auto dropped = co_await transaction.run(target_.tables.drop_keys, parameters, ignore_rows);
        if (!dropped) co_return std::unexpected(db::to_error(dropped.error()));
      }
      auto stored = co_await store_batch(transaction, batch, remembered_);
      if (!stored) co_return stored;
      faulty = report_.faults > counted.faults;
      if (faulty) co_return std::unexpected(base::Error(base::ErrorCode::validation));
      co_return base::Result<void>{};
    };
    silent_ = true;
    auto written = base::run_blocking(database.write(std::move(script)));
    silent_ = false;
    if (faulty) {
      // It is tried again with all that follows, which tells the same faults.
      report_ = counted;
      reader_.reset();
      return false;
    }
    if (!written) fail(written.error());
    first = false;
    state_ = batch.after;
    remembered_ = state_.place.bytes;
    report_progress(ImportProgress::Stage::storing, state_.rows, state_.place.bytes);
  }
  return true;
}

base::Task<base::Result<void>> ImportJob::try_rows(db::Transaction& transaction) {
  Batch batch;
  auto remembered = remembered_;
  if (known_ && !options_.resume && state_.rows == 0) {
    const auto parameters = parameters_of(target_.name);
    auto dropped = co_await transaction.run(target_.tables.drop_keys, parameters, ignore_rows);
    if (!dropped) co_return std::unexpected(db::to_error(dropped.error()));
  }
  while (next_batch(batch, options_.batch)) {
    auto stored = co_await store_batch(transaction, batch, remembered);
    if (!stored) co_return stored;
    remembered = batch.after.place.bytes;
    report_progress(ImportProgress::Stage::trying, batch.after.rows, batch.after.place.bytes);
  }
  co_return base::Result<void>{};
}

base::Task<base::Result<void>> ImportJob::try_late_keys(db::Transaction& transaction) {
  ImportWriter writer(transaction, target_);
  std::size_t failed = 0;
  while (target_.has_late_keys) {
    auto step = co_await writer.set_late_keys(failed, late_keys_at_once);
    if (!step) co_return std::unexpected(step.error());
    for (const auto& late : step->faults) report_fault(late.line, late.fault);
    failed += step->faults.size();
    if (step->set + step->faults.size() < late_keys_at_once) break;
  }
  co_return base::Result<void>{};
}

void ImportJob::finish(db::Database& database) {
  std::size_t failed = 0;
  bool more = target_.has_late_keys;
  while (more) {
    ImportWriter::LateStep step;
    write(database, [&](db::Transaction& transaction) -> base::Task<base::Result<void>> {
      ImportWriter writer(transaction, target_);
      auto done = co_await writer.set_late_keys(failed, late_keys_at_once);
      if (!done) co_return std::unexpected(done.error());
      step = std::move(*done);
      co_return base::Result<void>{};
    });
    for (const auto& late : step.faults) report_fault(late.line, late.fault);
    failed += step.faults.size();
    more = step.set + step.faults.size() == late_keys_at_once;
    late_ += step.set;
    report_progress(ImportProgress::Stage::late_keys, late_, state_.place.bytes);
  }
  report_.late_faults += failed;
  if (failed > 0) return;
  state_.finished = true;
  state_.checksum = whole_checksum_;
  state_.place = read_.place;
  write(database, [&](db::Transaction& transaction) -> base::Task<base::Result<void>> {
    ImportWriter writer(transaction, target_);
    auto remembered = co_await writer.remember(state_, remembered_);
    co_return remembered;
  });
}

}  // namespace tenon::query::bulk
