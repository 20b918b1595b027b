#include "base/did_you_mean.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace tenon::base {
namespace {

/// Longer names are no slips of the keyboard, and the distance costs the product of the lengths.
constexpr std::size_t longest_name = 100;

char fold(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment), case folded.
std::size_t edit_distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> before_last(right.size() + 1);
  std::vector<std::size_t> last(right.size() + 1);
  std::vector<std::size_t> row(right.size() + 1);
  for (std::size_t column = 0; column <= right.size(); ++column) row[column] = column;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    before_last.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const bool same = fold(left[i - 1]) == fold(right[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      const bool swapped =
          i > 1 && j > 1 && fold(left[i - 1]) == fold(right[j - 2]) && fold(left[i - 2]) == fold(right[j - 1]);
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row[right.size()];
}

}  // namespace

std::string_view nearest_name(std::string_view wanted, std::span<const std::string_view> known) {
  if (wanted.empty() || wanted.size() > longest_name) return {};
  // Two names of which nothing is common are no likely slip, however short.
  const std::size_t farthest = std::min(wanted.size() * 2 / 5 + 1, wanted.size() - 1);
  std::string_view nearest;
  std::size_t smallest = farthest + 1;
  for (const std::string_view name : known) {
    const std::size_t lengths_apart = std::max(name.size(), wanted.size()) - std::min(name.size(), wanted.size());
    if (lengths_apart >= smallest) continue;
    const std::size_t distance = edit_distance(wanted, name);
    if (distance >= smallest || distance >= name.size()) continue;
    smallest = distance;
    nearest = name;
  }
  return nearest;
}

std::string did_you_mean(std::string_view wanted, std::span<const std::string_view> known) {
  const std::string_view name = nearest_name(wanted, known);
  if (name.empty()) return {};
  return " Did you mean \"" + std::string(name) + "\"?";
}

}  // namespace tenon::base
