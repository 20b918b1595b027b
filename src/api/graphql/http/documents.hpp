#pragma once
#include "base/lru_cache.hpp"

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tenon::api::graphql {

/// SHA-256 as 64 lower-case hex digits.
std::string document_hash(std::string_view text);

/// Documents by hash that clients told once, so that they need not send them again (automatic persisted queries).
/// Thread-safe; bounded: forgets what was used longest ago.
class PersistedDocuments {
 public:
  static constexpr std::size_t max_bytes = 16 * 1024;  ///< longer documents are not kept
  explicit PersistedDocuments(std::size_t capacity = 512) : texts_(capacity) {}

  std::optional<std::string> find(std::string_view hash);
  void keep(const std::string& hash, std::string_view text);

 private:
  std::mutex mutex_;
  base::LruCache<std::string> texts_;
};

/// The only documents that are taken, by hash. Immutable.
class TrustedDocuments {
 public:
  /// A folder, whose *.graphql and *.gql files are a document each, or a JSON file: {"name or hash": "document", …}.
  /// Throws std::runtime_error with a sentence for the operator.
  explicit TrustedDocuments(const std::string& path);

  const std::string* find(std::string_view hash) const;
  std::size_t size() const { return texts_.size(); }

 private:
  void add(std::string text);
  std::unordered_map<std::string, std::string> texts_;
};

}  // namespace tenon::api::graphql
