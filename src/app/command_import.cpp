#include "app/bulk.hpp"
#include "app/bulk_file.hpp"
#include "app/command.hpp"
#include "app/load_schema.hpp"
#include "app/progress.hpp"
#include "query/bulk/export.hpp"
#include "query/bulk/import.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <stdexcept>

namespace tenon::app {
namespace {

using query::bulk::Format;
using query::bulk::ImportFile;
using query::bulk::ImportOptions;
using query::bulk::ImportProgress;
using query::bulk::ImportReport;
using query::bulk::OnConflict;

/// More faults than these are counted only.
constexpr std::uint64_t most_shown = 100;

OnConflict take_on_conflict(Arguments& arguments) {
  const auto text = arguments.take_option("--on-conflict", "fail");
  if (text == "fail") return OnConflict::fail;
  if (text == "skip") return OnConflict::skip;
  if (text == "update") return OnConflict::update;
  throw UsageError{"--on-conflict is fail, skip or update, not \"" + text + "\""};
}

std::size_t take_batch(Arguments& arguments) {
  const auto text = arguments.take_option("--batch", "1000");
  std::size_t rows = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, rows);
  if (read.ec != std::errc() || read.ptr != end || rows == 0 || rows > query::bulk::limits::max_batch_rows)
    throw UsageError{"--batch is a number of rows from 1 to " + grouped(query::bulk::limits::max_batch_rows)};
  return rows;
}

ImportFile import_file(const schema::Resource& resource, const std::string& path) {
  auto opened = std::make_shared<const InputFile>(path);
  ImportFile file;
  file.resource = &resource;
  file.name = path;
  file.source = opened->source();
  file.open = [opened](std::uint64_t from) { return opened->open(from); };
  return file;
}

/// The files of an export: PATH.ndjson or PATH.csv for each resource, in the order in which they can be stored.
std::vector<ImportFile> files_in(const std::filesystem::path& folder, const schema::Model& model,
                                 std::optional<Format>& format) {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    auto name = entry.path().filename().string();
    if (name.starts_with('.')) continue;
    if (name.ends_with(".part")) throw std::runtime_error(entry.path().string() + " is an export that is not complete");
    const auto told = format_of(name);
    if (!told || !model.find_path(entry.path().stem().string()))
      throw std::runtime_error(entry.path().string() + " is not named after a resource, as posts.ndjson would be");
    if (format && *told != *format)
      throw std::runtime_error(folder.string() + " has files of both formats, or of another one than --format");
    format = told;
    found.push_back(std::move(name));
  }
  std::vector<ImportFile> files;
  for (const auto* resource : query::bulk::import_order(model))
    for (const auto& name : found)
      if (std::filesystem::path(name).stem() == resource->path)
        files.push_back(import_file(*resource, (folder / name).string()));
  if (files.empty()) throw std::runtime_error("there is nothing to import in " + folder.string());
  return files;
}

std::string text_of(const ImportProgress& progress) {
  const auto of = " of " + progress.file->name + ": " + rows_text(progress.rows) + ", " + bytes_text(progress.bytes);
  switch (progress.stage) {
    case ImportProgress::Stage::checking: return "checking rows" + of;
    case ImportProgress::Stage::storing: return "storing rows" + of;
    case ImportProgress::Stage::trying: return "trying rows" + of;
    case ImportProgress::Stage::late_keys: return "setting relations to later rows" + of;
  }
  return {};
}

/// file:line: field: message
void print_fault(const ImportFile& file, std::uint64_t line, const base::ErrorDetail& fault) {
  std::string text = file.name + ":";
  if (line > 0) text += std::to_string(line) + ":";
  text += ' ';
  if (!fault.field.empty()) text += fault.field + ": ";
  text += fault.message;
  std::fprintf(stderr, "%s\n", text.c_str());
}

std::string faults_text(std::uint64_t faults) {
  return grouped(faults) + (faults == 1 ? " fault" : " faults");
}

/// What became of it; the exit status.
int print_report(const ImportReport& report, const ImportOptions& options) {
  const auto say = [](const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); };
  if (report.faults > most_shown) say("and " + grouped(report.faults - most_shown) + " more faults");
  const auto counts = grouped(report.inserted) + " new, " + grouped(report.updated) + " updated, " +
                      grouped(report.skipped) + " skipped";
  const int status = report.faults > 0 ? 1 : 0;
  if (options.dry_run || report.stored() + report.before == 0) {
    say(report.faults > 0 ? faults_text(report.faults) + "; nothing was stored"
        : options.dry_run ? "nothing was stored; an import would have " + counts
                          : "there are no rows in it");
    return status;
  }
  if (report.before > 0) say(rows_text(report.before) + " were stored before");
  say("imported " + rows_text(report.stored()) + ": " + counts);
  if (report.late_faults > 0)
    say(faults_text(report.late_faults) +
        ": these relations are not set yet; import the rows that are missing and go on with --resume");
  else if (report.faults > 0)
    say(faults_text(report.faults) + " kept the rest out: put it right and go on with --resume");
  return status;
}

}  // namespace

int run_import(Arguments& arguments) {
  ImportOptions options;
  const auto schema_path = arguments.take_option("--schema", "schema.graphql");
  auto format = take_format(arguments);
  options.on_conflict = take_on_conflict(arguments);
  options.batch = take_batch(arguments);
  options.dry_run = arguments.take_flag("--dry-run");
  options.resume = arguments.take_flag("--resume");
  const auto first = arguments.take_word("a resource and its file, or a folder");
  const auto path = arguments.empty() ? std::string() : arguments.take_word("the file");
  arguments.finish();

  const auto model = load_schema(schema_path, stderr);
  std::vector<ImportFile> files;
  if (!path.empty()) {
    const auto& resource = find_resource(*model, first);
    if (!format) format = format_of(path);
    files.push_back(import_file(resource, path));
  } else if (std::filesystem::is_directory(first)) {
    files = files_in(first, *model, format);
  } else {
    throw UsageError{"the file is missing: tenon import RESOURCE FILE, or a folder of files"};
  }
  options.format = format.value_or(Format::ndjson);

  Progress progress(stderr);
  std::uint64_t shown = 0;
  options.on_fault = [&](const ImportFile& file, std::uint64_t line, const base::ErrorDetail& fault) {
    if (++shown > most_shown) return;
    progress.clear();
    print_fault(file, line, fault);
  };
  options.on_progress = [&](const ImportProgress& now) { progress.show(text_of(now)); };
  const auto database = open_current_database(*model);
  const auto report = query::bulk::import_files(*database, files, options);
  progress.clear();
  if (report.abandoned > 0)
    std::fprintf(stderr, "an earlier import stopped after %s; this one began anew (--resume goes on)\n",
                 rows_text(report.abandoned).c_str());
  database->close();
  return print_report(report, options);
}

}  // namespace tenon::app
