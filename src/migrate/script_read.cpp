#include "base/did_you_mean.hpp"
#include "migrate/script.hpp"
#include "migrate/script_words.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace tenon::migrate {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const auto begin = text.find_first_not_of(blank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

bool is_name(std::string_view text) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.$-";
  return !text.empty() && text.find_first_not_of(letters) == std::string_view::npos;
}

class ScriptReader {
 public:
  ScriptReader(std::string_view name, std::string_view text) : name_(name), rest_(text) {}

  Script read() {
    if (rest_.size() > limits::max_script_bytes)
      refuse("is larger than " + std::to_string(limits::max_script_bytes) + " bytes");
    while (!rest_.empty()) {
      const auto line = take_line();
      if (line.starts_with(hint_mark))
        hints(line.substr(hint_mark.size()));
      else
        words_or_sql(line);
    }
    finish_step();
    if (!script_seen_) refuse("the hint \"script=1\" is missing: its first line says what it is for");
    if (!database_seen_) refuse("the hint \"database=…\" is missing");
    if (!direction_seen_) refuse("the hint \"direction=…\" is missing");
    return std::move(script_);
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw std::runtime_error(std::string(name_) + ":" + std::to_string(line_) + ": " + what);
  }

  std::string_view take_line() {
    ++line_;
    const auto end = rest_.find('\n');
    auto line = rest_.substr(0, end);
    rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }

  void words_or_sql(std::string_view line) {
    const bool is_comment = line.starts_with("--");
    if (script_.steps.empty()) {
      if (!is_comment && !trimmed(line).empty())
        refuse("SQL stands before the first step: begin one with \"-- tenon: step=transaction\"");
      return;
    }
    auto& step = script_.steps.back();
    if (in_words_ && is_comment) {
      auto words = std::string(trimmed(line.substr(2)));
      std::ranges::replace(words, '\r', ' ');
      if (step.title.empty())
        step.title = words;
      else
        step.notes.push_back(words);
      return;
    }
    in_words_ = false;
    step.sql += line;
    step.sql += '\n';
  }

  void finish_step() {
    if (script_.steps.empty()) return;
    auto& step = script_.steps.back();
    step.sql = std::string(trimmed(step.sql));
    if (step.batch && step.place != Place::outside) refuse("a step with \"batch\" runs outside: step=outside");
    if (!step.index.empty() && step.place != Place::outside) refuse("a step with \"index\" runs outside: step=outside");
  }

  void hints(std::string_view text) {
    bool any = false;
    for (text = trimmed(text); !text.empty(); text = trimmed(text)) {
      const auto end = text.find_first_of(" \t");
      const auto pair = text.substr(0, end);
      text = end == std::string_view::npos ? std::string_view() : text.substr(end);
      const auto equals = pair.find('=');
      if (equals == std::string_view::npos || equals == 0 || equals + 1 == pair.size())
        refuse("\"" + std::string(pair) + "\" is not key=value");
      hint(pair.substr(0, equals), pair.substr(equals + 1));
      any = true;
    }
    if (!any) refuse("a hint without key=value");
  }

  void hint(std::string_view key, std::string_view value) {
    if (key == "step") return begin_step(value);
    if (script_.steps.empty()) return script_hint(key, value);
    if (!in_words_) refuse("a hint in the middle of a step; hints stand below \"-- tenon: step=…\"");
    auto& step = script_.steps.back();
    if (key == "lock")
      step.lock = enumerator(lock_words, key, value);
    else if (key == "rewrites")
      step.rewrites = names(key, value);
    else if (key == "loses")
      step.loses = names(key, value);
    else if (key == "batch")
      step.batch = rows(value);
    else if (key == "index")
      step.index = names(key, value).front();
    else
      unknown(key, {"step", "lock", "rewrites", "loses", "batch", "index"});
  }

  void script_hint(std::string_view key, std::string_view value) {
    if (key == "script") {
      if (value != "1") refuse("script=" + std::string(value) + " is of a later version than this program");
      script_seen_ = true;
    } else if (key == "database") {
      script_.dialect = dialect(value);
      database_seen_ = true;
    } else if (key == "direction") {
      script_.direction = enumerator(direction_words, key, value);
      direction_seen_ = true;
    } else if (key == "foreign-keys") {
      if (value != "off") refuse("foreign-keys=" + std::string(value) + ": only \"off\" is known");
      script_.foreign_keys_off = true;
    } else {
      unknown(key, {"script", "database", "direction", "foreign-keys", "step"});
    }
  }

  void begin_step(std::string_view value) {
    finish_step();
    if (script_.steps.size() == limits::max_script_steps)
      refuse("there are more than " + std::to_string(limits::max_script_steps) + " steps");
    script_.steps.emplace_back().place = enumerator(place_words, "step", value);
    in_words_ = true;
  }

  template <typename Enum, std::size_t Size>
  Enum enumerator(const Words<Enum, Size>& words, std::string_view key, std::string_view value) const {
    if (const auto found = value_of(words, value)) return *found;
    std::vector<std::string_view> known;
    for (const auto& each : words) known.push_back(each.second);
    refuse("\"" + std::string(value) + "\" is no value of \"" + std::string(key) + "\"." +
           base::did_you_mean(value, known));
  }

  sql::Dialect dialect(std::string_view value) const {
    for (const auto each : all_dialects)
      if (dialect_name(each) == value) return each;
    refuse("the database \"" + std::string(value) + "\" is not known");
  }

  std::vector<std::string> names(std::string_view key, std::string_view value) const {
    std::vector<std::string> all;
    while (true) {
      const auto comma = value.find(',');
      const auto name = value.substr(0, comma);
      if (!is_name(name)) refuse("\"" + std::string(key) + "\" wants names with commas between them");
      all.emplace_back(name);
      if (comma == std::string_view::npos) return all;
      value.remove_prefix(comma + 1);
    }
  }

  std::uint32_t rows(std::string_view value) const {
    std::uint32_t number = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
    if (read.ec != std::errc() || read.ptr != value.data() + value.size() || number == 0 ||
        number > limits::max_batch_rows)
      refuse("\"batch\" wants a number of rows, at most " + std::to_string(limits::max_batch_rows));
    return number;
  }

  [[noreturn]] void unknown(std::string_view key, std::vector<std::string_view> known) const {
    refuse("the hint \"" + std::string(key) + "\" is not known." + base::did_you_mean(key, known));
  }

  std::string_view name_;
  std::string_view rest_;
  std::size_t line_ = 0;
  Script script_;
  bool in_words_ = false;  ///< below `step=`, where comments are the step's title and notes
  bool script_seen_ = false;
  bool database_seen_ = false;
  bool direction_seen_ = false;
};

}  // namespace

Script read_script(std::string_view name, std::string_view text) {
  return ScriptReader(name, text).read();
}

}  // namespace tenon::migrate
