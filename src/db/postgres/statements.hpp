#pragma once
#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace tenon::db::postgres {

/// What one connection has prepared, by Statement::id; the least recently used go first. Every preparation has a number
/// of its own, so that news of an old one says nothing about a newer.
class PreparedStatements {
 public:
  /// The number under which it is prepared; marks it as used.
  std::optional<std::uint64_t> find(std::uint64_t id);
  /// A new number for a statement that is about to be prepared.
  std::uint64_t add(std::uint64_t id);
  /// The server does not have it after all.
  void forget(std::uint64_t id, std::uint64_t number);
  /// The number of one that is to go, while there are more than `most`.
  std::optional<std::uint64_t> take_oldest(std::size_t most);

  static std::string name_of(std::uint64_t number) { return "t" + std::to_string(number); }

 private:
  struct Entry {
    std::uint64_t id;
    std::uint64_t number;
  };
  std::list<Entry> by_use_;  // the most recent first
  std::unordered_map<std::uint64_t, std::list<Entry>::iterator> by_id_;
  std::uint64_t last_number_ = 0;
};

}  // namespace tenon::db::postgres
