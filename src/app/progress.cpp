#include "app/progress.hpp"

#include "app/terminal.hpp"

#include <fmt/format.h>

#include <array>

namespace tenon::app {
namespace {

constexpr std::chrono::milliseconds on_terminal{100};
constexpr std::chrono::seconds elsewhere{10};

}  // namespace

Progress::Progress(FILE* out)
    : out_(out), terminal_(is_terminal(out)), next_(std::chrono::steady_clock::now() + on_terminal) {
  if (!terminal_) next_ += elsewhere;
}

Progress::~Progress() {
  clear();
}

void Progress::show(std::string_view text) {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  if (terminal_) {
    next_ = now + on_terminal;
    std::fprintf(out_, "\r\x1b[K%.*s", static_cast<int>(text.size()), text.data());
    shown_ = true;
  } else {
    next_ = now + elsewhere;
    std::fprintf(out_, "%.*s\n", static_cast<int>(text.size()), text.data());
  }
  std::fflush(out_);
}

void Progress::clear() {
  if (!shown_) return;
  std::fprintf(out_, "\r\x1b[K");
  std::fflush(out_);
  shown_ = false;
}

std::string grouped(std::uint64_t number) {
  auto text = std::to_string(number);
  for (auto place = text.size(); place > 3; place -= 3) text.insert(place - 3, 1, ',');
  return text;
}

std::string rows_text(std::uint64_t rows) {
  return grouped(rows) + (rows == 1 ? " row" : " rows");
}

std::string bytes_text(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 5> units{"kB", "MB", "GB", "TB", "PB"};
  if (bytes < 1'000) return fmt::format("{} bytes", bytes);
  double number = static_cast<double>(bytes) / 1'000;
  std::size_t unit = 0;
  for (; number >= 1'000 && unit + 1 < units.size(); ++unit) number /= 1'000;
  return fmt::format("{:.1f} {}", number, units[unit]);
}

}  // namespace tenon::app
