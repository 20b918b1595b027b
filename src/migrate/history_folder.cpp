#include "migrate/history_folder.hpp"

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "schema/load.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <stdexcept>
#include <system_error>

namespace tenon::migrate {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view snapshot_file = "schema.graphql";
constexpr std::size_t digits = 4;
constexpr std::array all_directions{Direction::up, Direction::down};

[[noreturn]] void refuse(const fs::path& path, const std::string& what) {
  throw std::runtime_error(path.string() + " " + what);
}

/// Without the '\r' of '\r\n', which some check-outs put in.
std::string with_plain_line_ends(std::string text) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') text[kept++] = text[i];
  text.resize(kept);
  return text;
}

std::string read_text(const fs::path& path, std::size_t limit) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) refuse(path, "cannot be read");
  std::string text(limit + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!stream.good() && !stream.eof()) refuse(path, "cannot be read");
  text.resize(static_cast<std::size_t>(stream.gcount()));
  text.shrink_to_fit();
  if (text.size() > limit) refuse(path, "is larger than " + std::to_string(limit) + " bytes");
  return with_plain_line_ends(std::move(text));
}

bool is_hidden(const fs::path& path) {
  return path.filename().string().starts_with('.');
}

/// The number and the rest of "0003_name"; 0 if it is not of that form.
int number_of(std::string_view folder_name) {
  if (folder_name.size() <= digits + 1 || folder_name[digits] != '_') return 0;
  int number = 0;
  const auto* const end = folder_name.data() + digits;
  const auto read = std::from_chars(folder_name.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end || number < 1) return 0;
  return is_migration_name(folder_name.substr(digits + 1)) ? number : 0;
}

std::string checksum_of(const Migration& migration) {
  std::string all;
  const auto add = [&](std::string_view name, const std::string& content) {
    all += name;
    all += '\0';
    all += base::sha256(content);
  };
  add(snapshot_file, migration.snapshot);
  for (const auto& [key, content] : migration.scripts) add(script_file_name(key.first, key.second), content);
  return base::hex_encode(base::sha256(all));
}

Migration read_migration(const fs::path& folder, int number) {
  Migration migration;
  migration.number = number;
  migration.name = folder.filename().string();
  migration.folder = folder;
  std::map<std::string, std::pair<sql::Dialect, Direction>> known;
  for (const auto dialect : all_dialects)
    for (const auto direction : all_directions) known[script_file_name(dialect, direction)] = {dialect, direction};
  bool has_snapshot = false;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (is_hidden(entry.path())) continue;
    const auto name = entry.path().filename().string();
    if (!entry.is_regular_file()) refuse(entry.path(), "does not belong in a migration");
    if (name == snapshot_file) {
      migration.snapshot = read_text(entry.path(), limits::max_snapshot_bytes);
      has_snapshot = true;
    } else if (const auto found = known.find(name); found != known.end()) {
      migration.scripts[found->second] = read_text(entry.path(), limits::max_script_bytes);
    } else {
      refuse(entry.path(), "does not belong in a migration: its files are schema.graphql and " +
                               script_file_name(sql::Dialect::sqlite, Direction::up) + " and the like");
    }
  }
  if (!has_snapshot) refuse(folder, "has no schema.graphql");
  migration.checksum = checksum_of(migration);
  return migration;
}

void write_text(const fs::path& path, std::string_view text) {
  std::ofstream stream(path, std::ios::binary);
  stream.write(text.data(), static_cast<std::streamsize>(text.size()));
  stream.close();
  if (!stream) refuse(path, "cannot be written");
}

}  // namespace

Phase phase_of(std::string_view migration_name) {
  if (migration_name.ends_with(expand_suffix)) return Phase::expand;
  return migration_name.ends_with(contract_suffix) ? Phase::contract : Phase::whole;
}

bool is_second_part(const std::vector<Migration>& history, std::size_t place) {
  if (place == 0 || place >= history.size() || phase_of(history[place].name) != Phase::contract) return false;
  const std::string_view first = history[place - 1].name;
  const std::string_view second = history[place].name;
  if (phase_of(first) != Phase::expand) return false;
  const auto start = digits + 1;
  return first.substr(start, first.size() - start - expand_suffix.size()) ==
         second.substr(start, second.size() - start - contract_suffix.size());
}

bool is_migration_name(std::string_view name) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789_";
  return !name.empty() && name.size() <= limits::max_migration_name && name.front() >= 'a' && name.front() <= 'z' &&
         name.find_first_not_of(allowed) == std::string_view::npos;
}

std::string migration_folder_name(int number, std::string_view name) {
  auto text = std::to_string(number);
  text.insert(0, digits - std::min(digits, text.size()), '0');
  return text + "_" + std::string(name);
}

std::string script_file_name(sql::Dialect dialect, Direction direction) {
  return std::string(direction_name(direction)) + "." + std::string(dialect_name(dialect)) + ".sql";
}

Script Migration::script(sql::Dialect dialect, Direction direction) const {
  const auto file = (folder / script_file_name(dialect, direction)).string();
  const auto found = scripts.find({dialect, direction});
  if (found == scripts.end()) throw std::runtime_error(file + " is missing");
  auto script = read_script(file, found->second);
  if (script.dialect != dialect || script.direction != direction)
    throw std::runtime_error(file + ":1: the hints are those of " + script_file_name(script.dialect, script.direction));
  return script;
}

schema::ModelPtr Migration::model() const {
  auto loaded = schema::load_text(snapshot, schema::Lints::skip);
  if (loaded.model) return std::move(loaded.model);
  std::string faults;
  for (const auto& diagnostic : loaded.diagnostics)
    if (faults.empty() && diagnostic.severity == lang::Severity::error)
      faults = lang::print(diagnostic, lang::Colour::off);
  throw std::runtime_error("the snapshot " + (folder / snapshot_file).string() + " is no schema any more:\n" + faults);
}

std::vector<Migration> read_history(const fs::path& folder) {
  std::error_code fault;
  if (!fs::exists(folder, fault)) return {};
  if (!fs::is_directory(folder, fault)) refuse(folder, "is not a folder");
  std::map<int, fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (is_hidden(entry.path()) || !entry.is_directory()) continue;
    const auto name = entry.path().filename().string();
    const auto number = number_of(name);
    if (number == 0) refuse(entry.path(), "is no migration: its folder is called like 0003_add_summary");
    const auto [same, is_new] = found.emplace(number, entry.path());
    if (!is_new)
      refuse(entry.path(), "has the same number as " + same->second.filename().string() + ": renumber the later one");
  }
  std::vector<Migration> migrations;
  for (const auto& [number, path] : found) {
    const auto expected = static_cast<int>(migrations.size()) + 1;
    if (number != expected)
      refuse(folder, "has no migration with the number " + std::to_string(expected) + ", but one with the number " +
                         std::to_string(number));
    migrations.push_back(read_migration(path, number));
  }
  return migrations;
}

Migration finish_migration(const fs::path& history, Migration migration) {
  migration.name = migration_folder_name(migration.number, migration.name);
  migration.folder = history / migration.name;
  migration.checksum = checksum_of(migration);
  return migration;
}

void write_migration(const Migration& migration) {
  if (fs::exists(migration.folder)) refuse(migration.folder, "is there already");
  const auto draft = migration.folder.parent_path() / ("." + migration.name + ".draft");
  fs::remove_all(draft);
  fs::create_directories(draft);
  write_text(draft / snapshot_file, migration.snapshot);
  for (const auto& [key, content] : migration.scripts)
    write_text(draft / script_file_name(key.first, key.second), content);
  fs::rename(draft, migration.folder);
}

}  // namespace tenon::migrate
