#include "base/uuid.hpp"

#include "base/random.hpp"
#include "base/time.hpp"

#include <atomic>
#include <cstdint>
#include <cstring>

namespace tenon::base {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::size_t text_length = 36;

/// 48 bits of milliseconds and 12 bits of their fraction (RFC 9562, 6.2, method 3), larger than any given before.
std::uint64_t next_stamp() {
  static std::atomic<std::uint64_t> last{0};
  const auto micros = static_cast<std::uint64_t>(now_micros());
  const std::uint64_t clock = (micros / 1000) << 12 | (micros % 1000) * 4096 / 1000;
  std::uint64_t previous = last.load(std::memory_order_relaxed);
  std::uint64_t next;
  do {
    next = clock > previous ? clock : previous + 1;
  } while (!last.compare_exchange_weak(previous, next));
  return next;
}

/// From a small store per thread, since a system call for each id would be most of its cost.
std::uint64_t random_word() {
  constexpr std::size_t store_size = 512;
  thread_local std::string store;
  thread_local std::size_t used = store_size;
  if (used == store_size) {
    store = random_bytes(store_size);
    used = 0;
  }
  std::uint64_t word;
  std::memcpy(&word, store.data() + used, sizeof word);
  used += sizeof word;
  return word;
}

bool is_dash_place(std::size_t i) {
  return i == 8 || i == 13 || i == 18 || i == 23;
}

std::string canonical_text(std::uint64_t high, std::uint64_t low) {
  std::string text(text_length, '-');
  int shift = 124;
  for (std::size_t i = 0; i < text_length; ++i) {
    if (is_dash_place(i)) continue;
    const std::uint64_t half = shift >= 64 ? high >> (shift - 64) : low >> shift;
    text[i] = hex_digits[half & 15];
    shift -= 4;
  }
  return text;
}

}  // namespace

std::string new_uuid() {
  const std::uint64_t stamp = next_stamp();
  const std::uint64_t high = (stamp >> 12) << 16 | 0x7000 | (stamp & 0xFFF);
  const std::uint64_t low = (random_word() >> 2) | 0x8000000000000000ULL;
  return canonical_text(high, low);
}

std::optional<std::string> parse_uuid(std::string_view text) {
  if (text.size() != text_length) return std::nullopt;
  std::string canonical(text);
  for (std::size_t i = 0; i < text_length; ++i) {
    char& letter = canonical[i];
    if (is_dash_place(i)) {
      if (letter != '-') return std::nullopt;
      continue;
    }
    if (letter >= 'A' && letter <= 'F') letter = static_cast<char>(letter - 'A' + 'a');
    if (hex_digits.find(letter) == std::string_view::npos) return std::nullopt;
  }
  return canonical;
}

}  // namespace tenon::base
