#include "app/bulk.hpp"
#include "app/bulk_file.hpp"
#include "app/command.hpp"
#include "app/load_schema.hpp"
#include "app/progress.hpp"
#include "db/session.hpp"
#include "query/bulk/export.hpp"
#include "sql/snapshot.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <unistd.h>

namespace tenon::app {
namespace {

using query::bulk::Format;
using query::bulk::RowExporter;
using Resources = std::vector<const schema::Resource*>;

struct Wish {
  Resources resources;  ///< in the order in which they can be imported
  Format format = Format::ndjson;
  std::string output;  ///< "-", a file, or a folder where there are several
  bool several = false;
  bool resume = false;
};

/// One export: everything it writes is of one state of the database.
class Export {
 public:
  Export(db::Database& database, const Wish& wish) : wish_(wish), dialect_(database.dialect()), progress_(stderr) {
    auto opened = database.session();
    if (!opened) throw std::runtime_error("the database does not answer: " + opened.error().message);
    session_ = std::move(*opened);
    if (const auto begun = session_->execute(sql::begin_snapshot(dialect_)); !begun)
      throw std::runtime_error("the database cannot be read: " + begun.error().message);
  }

  void run() {
    if (!wish_.several && wish_.output == "-") return to_standard_output(*wish_.resources.front());
    if (!wish_.several) return to_file(*wish_.resources.front(), wish_.output);
    std::filesystem::create_directories(wish_.output);
    for (const auto* resource : wish_.resources)
      to_file(*resource, std::filesystem::path(wish_.output) / (resource->path + std::string(extension(wish_.format))));
  }

 private:
  RowExporter exporter(const schema::Resource& resource) const {
    return {resource, query::bulk::exported_fields(resource, wish_.resources), wish_.format, dialect_};
  }

  void to_standard_output(const schema::Resource& resource) {
    auto rows = exporter(resource);
    write_all(STDOUT_FILENO, rows.header(), "standard output");
    const auto count = write_rows(rows, resource, {}, 0,
                                  [](std::string_view page) { write_all(STDOUT_FILENO, page, "standard output"); });
    progress_.clear();
    std::fprintf(stderr, "exported %s of %s\n", rows_text(count).c_str(), resource.name.c_str());
  }

  void to_file(const schema::Resource& resource, const std::filesystem::path& path) {
    if (wish_.resume && std::filesystem::exists(path)) {
      std::fprintf(stderr, "%s is complete\n", path.c_str());
      return;
    }
    OutputFile file(path, wish_.resume ? OutputFile::Start::resume : OutputFile::Start::fresh);
    auto rows = exporter(resource);
    const auto place = query::bulk::find_export_place(
        file.open(), resource, query::bulk::exported_fields(resource, wish_.resources), wish_.format, rows.header());
    file.cut(place.place.bytes);
    if (place.place.bytes == 0) file.write(rows.header());
    const auto count =
        write_rows(rows, resource, place.last, place.rows, [&](std::string_view page) { file.write(page); });
    file.finish();
    progress_.clear();
    std::fprintf(stderr, "exported %s of %s to %s\n", rows_text(count).c_str(), resource.name.c_str(), path.c_str());
  }

  template <typename WriteBytes>
  std::uint64_t write_rows(RowExporter& rows, const schema::Resource& resource, base::Value after, std::uint64_t count,
                           WriteBytes write_bytes) {
    std::string page;
    while (true) {
      page.clear();
      auto written = rows.write_page(*session_, after, page);
      if (written.rows == 0) return count;
      write_bytes(page);
      count += written.rows;
      after = std::move(written.last);
      progress_.show("exporting " + resource.name + ": " + rows_text(count));
    }
  }

  const Wish& wish_;
  const sql::Dialect dialect_;
  Progress progress_;
  std::unique_ptr<db::Session> session_;
};

Resources wanted_resources(const schema::Model& model, Arguments& arguments) {
  Resources named;
  while (!arguments.empty()) named.push_back(&find_resource(model, arguments.take_word("a resource")));
  Resources all = query::bulk::import_order(model);
  if (!named.empty())
    std::erase_if(all, [&](const auto* each) { return std::ranges::find(named, each) == named.end(); });
  return all;
}

}  // namespace

int run_export(Arguments& arguments) {
  Wish wish;
  const auto schema_path = arguments.take_option("--schema", "schema.graphql");
  const auto format = take_format(arguments);
  wish.output = arguments.take_option("--output", "-");
  wish.resume = arguments.take_flag("--resume");
  const auto model = load_schema(schema_path, stderr);
  wish.several = arguments.empty();
  wish.resources = wanted_resources(*model, arguments);
  wish.several = wish.several || wish.resources.size() > 1;
  if (wish.several && wish.output == "-") throw UsageError{"several resources need a folder: --output FOLDER"};
  if (wish.resume && wish.output == "-") throw UsageError{"--resume needs --output FILE"};
  const auto by_name = wish.several ? std::nullopt : format_of(wish.output);
  wish.format = format.value_or(by_name.value_or(Format::ndjson));
  // A reader that goes away is an error of writing, told as such.
  std::signal(SIGPIPE, SIG_IGN);
  const auto database = open_current_database(*model);
  Export(*database, wish).run();
  database->close();
  return 0;
}

}  // namespace tenon::app
