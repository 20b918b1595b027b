#include "api/graphql/validation/suggestions.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

namespace tenon::api::graphql {
namespace {

constexpr std::size_t most_suggestions = 5;

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& letter : lower)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return lower;
}

bool is_digit(char letter) {
  return letter >= '0' && letter <= '9';
}

/// The number that starts at `position`, which is moved behind it; a leading zero stands alone, as in graphql-js.
double take_number(std::string_view text, std::size_t& position) {
  double number = 0;
  do number = number * 10 + (text[position++] - '0');
  while (position < text.size() && is_digit(text[position]) && number > 0);
  return number;
}

/// Optimal string alignment distance with an early end.
class Distance {
 public:
  explicit Distance(std::string_view wanted) : wanted_(wanted), lower_(lower_case(wanted)) {
    for (auto& row : rows_) row.resize(wanted.size() + 1);
  }

  std::optional<std::size_t> measure(std::string_view option, std::size_t threshold) {
    if (wanted_ == option) return 0;
    const std::size_t lengths =
        wanted_.size() < option.size() ? option.size() - wanted_.size() : wanted_.size() - option.size();
    if (lengths > threshold) return std::nullopt;
    const std::string option_lower = lower_case(option);
    // Any change of case counts as a single edit.
    if (lower_ == option_lower) return 1;
    std::string_view longer = option_lower;
    std::string_view shorter = lower_;
    if (longer.size() < shorter.size()) std::swap(longer, shorter);

    for (std::size_t j = 0; j <= shorter.size(); ++j) rows_[0][j] = j;
    for (std::size_t i = 1; i <= longer.size(); ++i) {
      const auto& above = rows_[(i - 1) % 3];
      auto& current = rows_[i % 3];
      std::size_t smallest = current[0] = i;
      for (std::size_t j = 1; j <= shorter.size(); ++j) {
        const std::size_t cost = longer[i - 1] == shorter[j - 1] ? 0 : 1;
        std::size_t cell = std::min({above[j] + 1, current[j - 1] + 1, above[j - 1] + cost});
        if (i > 1 && j > 1 && longer[i - 1] == shorter[j - 2] && longer[i - 2] == shorter[j - 1])
          cell = std::min(cell, rows_[(i - 2) % 3][j - 2] + 1);
        smallest = std::min(smallest, cell);
        current[j] = cell;
      }
      if (smallest > threshold) return std::nullopt;
    }
    const std::size_t distance = rows_[longer.size() % 3][shorter.size()];
    if (distance > threshold) return std::nullopt;
    return distance;
  }

 private:
  std::string_view wanted_;
  std::string lower_;
  std::array<std::vector<std::size_t>, 3> rows_;
};

}  // namespace

bool natural_less(std::string_view left, std::string_view right) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < left.size() && j < right.size()) {
    if (is_digit(left[i]) && is_digit(right[j])) {
      const double left_number = take_number(left, i);
      const double right_number = take_number(right, j);
      if (left_number != right_number) return left_number < right_number;
    } else {
      if (left[i] != right[j]) return static_cast<unsigned char>(left[i]) < static_cast<unsigned char>(right[j]);
      ++i;
      ++j;
    }
  }
  return left.size() < right.size();
}

std::vector<std::string_view> suggestions(std::string_view wanted, std::span<const std::string_view> known) {
  Distance distance(wanted);
  const std::size_t threshold = wanted.size() * 2 / 5 + 1;
  std::vector<std::pair<std::size_t, std::string_view>> near;
  for (const std::string_view name : known)
    if (const auto measured = distance.measure(name, threshold)) near.emplace_back(*measured, name);
  std::ranges::stable_sort(near, [](const auto& left, const auto& right) {
    return left.first != right.first ? left.first < right.first : natural_less(left.second, right.second);
  });
  std::vector<std::string_view> names;
  for (const auto& [measured, name] : near) names.push_back(name);
  return names;
}

std::string did_you_mean(std::span<const std::string_view> names, std::string_view what) {
  if (names.empty()) return {};
  std::string text = " Did you mean ";
  if (!what.empty()) text.append(what).append(" ");
  const std::size_t shown = std::min(names.size(), most_suggestions);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += shown == 2 ? " or " : i + 1 == shown ? ", or " : ", ";
    text.append("\"").append(names[i]).append("\"");
  }
  return text + "?";
}

}  // namespace tenon::api::graphql
