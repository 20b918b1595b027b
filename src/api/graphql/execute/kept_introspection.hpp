#pragma once
#include "api/graphql/introspection/resolve.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tenon::api::graphql {

/// What was told about the schema, until others need the room: it is the same whenever the same is asked by a caller of
/// the same class. Thread-safe by one lock, which nothing is written under.
class KeptIntrospection {
 public:
  /// Of an entry beside key and text: nodes, blocks and bookkeeping, rounded up.
  static constexpr std::size_t overhead = 256;

  /// Bytes of all texts with their keys; what needs more than half of it alone is not kept.
  explicit KeptIntrospection(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  /// resolve_introspection, or what it gave before under this key, which says everything that decides it: the class of
  /// callers, the document, the field and the values of variables. Without a key nothing is kept.
  std::optional<Error> answer(std::string key, const TypeSystem& types, const FragmentTable& fragments,
                              const VariableValues& variables, const CollectedField& field, std::string& out);

  std::uint64_t made() const { return made_.load(std::memory_order_relaxed); }
  std::uint64_t reused() const { return reused_.load(std::memory_order_relaxed); }
  std::size_t bytes() const;

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const std::string> text;
    std::size_t bytes() const { return key.size() + text->size() + overhead; }
  };
  std::shared_ptr<const std::string> find(std::string_view key);
  void put(std::string key, std::string_view text);

  const std::size_t most_bytes_;
  mutable std::mutex mutex_;
  std::list<Entry> entries_;  ///< used last first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> index_;
  std::size_t bytes_ = 0;
  std::atomic<std::uint64_t> made_{0};
  std::atomic<std::uint64_t> reused_{0};
};

}  // namespace tenon::api::graphql
