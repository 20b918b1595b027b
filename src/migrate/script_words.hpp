#pragma once
#include "migrate/script.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

/// The words that stand for enumerators in script files: one table for writing and reading.
namespace tenon::migrate {

template <typename Enum, std::size_t Size>
using Words = std::array<std::pair<Enum, std::string_view>, Size>;

inline constexpr Words<Lock, 7> lock_words{{{Lock::none, "none"},
                                            {Lock::rows, "rows"},
                                            {Lock::share_update_exclusive, "share-update-exclusive"},
                                            {Lock::share, "share"},
                                            {Lock::share_row_exclusive, "share-row-exclusive"},
                                            {Lock::access_exclusive, "access-exclusive"},
                                            {Lock::database, "database"}}};
inline constexpr Words<Place, 2> place_words{{{Place::transaction, "transaction"}, {Place::outside, "outside"}}};
inline constexpr Words<Direction, 2> direction_words{{{Direction::up, "up"}, {Direction::down, "down"}}};

template <typename Enum, std::size_t Size>
constexpr std::string_view word_of(const Words<Enum, Size>& words, Enum value) {
  for (const auto& [each, word] : words)
    if (each == value) return word;
  return {};
}

template <typename Enum, std::size_t Size>
constexpr std::optional<Enum> value_of(const Words<Enum, Size>& words, std::string_view word) {
  for (const auto& [each, name] : words)
    if (name == word) return each;
  return std::nullopt;
}

/// Begins a line that is a hint.
inline constexpr std::string_view hint_mark = "-- tenon:";

}  // namespace tenon::migrate
