#include "app/migration_progress.hpp"

#include "app/terminal.hpp"

#include <string>
#include <string_view>

namespace tenon::app {
namespace {

constexpr std::chrono::seconds between_lines{5};
constexpr std::chrono::milliseconds between_frames{100};
constexpr std::size_t bar_cells = 20;

std::string bar(std::size_t done, std::size_t count) {
  const auto filled = count == 0 ? bar_cells : bar_cells * done / count;
  std::string text = "[";
  for (std::size_t i = 0; i < bar_cells; ++i) text += i < filled ? '#' : '.';
  return text + "]";
}

}  // namespace

MigrationProgress::MigrationProgress(FILE* out) : out_(out), terminal_(is_terminal(out)) {}

MigrationProgress::~MigrationProgress() {
  finish_line();
}

void MigrationProgress::finish_line() {
  if (!line_open_) return;
  line_open_ = false;
  std::fputs("\r\x1b[K", out_);
  std::fflush(out_);
}

void MigrationProgress::show(const std::string& text) {
  if (terminal_) {
    // Cut to what fits on a narrow screen: a line that wraps cannot be written over.
    std::fprintf(out_, "\r\x1b[K%.78s", text.c_str());
    line_open_ = true;
  } else {
    std::fprintf(out_, "  %s\n", text.c_str());
  }
  std::fflush(out_);
}

void MigrationProgress::step(const migrate::Step& step, std::size_t index, std::size_t count) {
  index_ = index;
  count_ = count;
  begun_ = shown_ = std::chrono::steady_clock::now();
  const auto place = std::to_string(index + 1) + "/" + std::to_string(count) + " ";
  show(terminal_ ? bar(index, count) + " " + place + step.title : place + step.title);
}

void MigrationProgress::batch(const migrate::Step& step, std::uint64_t changed) {
  const auto now = std::chrono::steady_clock::now();
  if (now - shown_ < (terminal_ ? std::chrono::milliseconds(between_frames) : std::chrono::milliseconds(between_lines)))
    return;
  shown_ = now;
  const auto seconds = std::chrono::duration<double>(now - begun_).count();
  const auto rate = static_cast<std::uint64_t>(static_cast<double>(changed) / (seconds > 0 ? seconds : 1));
  auto text = std::to_string(index_ + 1) + "/" + std::to_string(count_) + " " + step.title + ": " +
              std::to_string(changed) + " rows, " + std::to_string(rate) + " a second";
  show(terminal_ ? bar(index_, count_) + " " + text : text);
}

void MigrationProgress::waiting(const migrate::Step& step, int attempt) {
  show(std::to_string(index_ + 1) + "/" + std::to_string(count_) + " " + step.title +
       ": others hold the table, attempt " + std::to_string(attempt + 1));
}

}  // namespace tenon::app
