#include "migrate/script.hpp"
#include "migrate/script_words.hpp"

#include <stdexcept>

namespace tenon::migrate {
namespace {

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) {
    if (!text.empty()) text += ',';
    text += name;
  }
  return text;
}

/// What would not come back as it was written.
void refuse_unreadable(const Step& step) {
  if (step.sql.find("\r\n") != std::string::npos)
    throw std::runtime_error(
        "a text of the schema has a carriage return before a line end, which a migration cannot hold "
        "(step \"" +
        step.title + "\")");
  const auto at = step.sql.starts_with(hint_mark) ? 0 : step.sql.find('\n' + std::string(hint_mark));
  if (at == std::string::npos) return;
  throw std::runtime_error("a text of the schema has a line that begins with \"" + std::string(hint_mark) +
                           "\", which a migration cannot hold (step \"" + step.title + "\")");
}

/// Words for people never end a comment or begin a hint.
std::string one_line(std::string_view words) {
  std::string line;
  for (const char c : words) line += c == '\n' || c == '\r' ? ' ' : c;
  return line.starts_with("tenon:") ? " " + line : line;
}

class ScriptWriter {
 public:
  std::string write(const Script& script) {
    text_ += hint_mark;
    hint("script", "1");
    hint("database", dialect_name(script.dialect));
    hint("direction", direction_name(script.direction));
    if (script.foreign_keys_off) hint("foreign-keys", "off");
    text_ += '\n';
    if (script.steps.empty()) text_ += "-- Nothing to do.\n";
    for (const auto& step : script.steps) write(step);
    return std::move(text_);
  }

 private:
  void hint(std::string_view key, std::string_view value) {
    text_ += ' ';
    text_ += key;
    text_ += '=';
    text_ += value;
  }

  void comment(std::string_view words) {
    text_ += "-- ";
    text_ += one_line(words);
    text_ += '\n';
  }

  void write(const Step& step) {
    refuse_unreadable(step);
    text_ += '\n';
    text_ += hint_mark;
    hint("step", word_of(place_words, step.place));
    hint("lock", word_of(lock_words, step.lock));
    if (!step.rewrites.empty()) hint("rewrites", joined(step.rewrites));
    if (!step.loses.empty()) hint("loses", joined(step.loses));
    if (step.batch) hint("batch", std::to_string(*step.batch));
    if (!step.index.empty()) hint("index", step.index);
    text_ += '\n';
    if (!step.title.empty()) comment(step.title);
    for (const auto& note : step.notes) comment(note);
    // A comment of the SQL's own is told from the words above it by an empty line.
    if (step.sql.starts_with("--")) text_ += '\n';
    text_ += step.sql;
    text_ += '\n';
  }

  std::string text_;
};

}  // namespace

std::string write_script(const Script& script) {
  return ScriptWriter().write(script);
}

std::string_view dialect_name(sql::Dialect dialect) {
  switch (dialect) {
    case sql::Dialect::sqlite: return "sqlite";
    case sql::Dialect::postgres: return "postgres";
  }
  return {};
}

std::string_view direction_name(Direction direction) {
  return word_of(direction_words, direction);
}

std::string_view waits(Lock lock) {
  switch (lock) {
    case Lock::none: return "nobody waits";
    case Lock::rows: return "writers of the same rows wait";
    case Lock::share_update_exclusive: return "readers and writers go on";
    case Lock::share:
    case Lock::share_row_exclusive: return "writers of the table wait";
    case Lock::access_exclusive: return "readers and writers of the table wait";
    case Lock::database: return "writers of the database wait";
  }
  return {};
}

}  // namespace tenon::migrate
