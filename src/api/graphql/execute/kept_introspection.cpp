#include "api/graphql/execute/kept_introspection.hpp"

#include <utility>

namespace tenon::api::graphql {

std::optional<Error> KeptIntrospection::answer(std::string key, const TypeSystem& types, const FragmentTable& fragments,
                                               const VariableValues& variables, const CollectedField& field,
                                               std::string& out) {
  if (const auto text = key.empty() ? nullptr : find(key)) {
    reused_.fetch_add(1, std::memory_order_relaxed);
    out += *text;
    return std::nullopt;
  }
  made_.fetch_add(1, std::memory_order_relaxed);
  const auto start = out.size();
  auto error = resolve_introspection(types, fragments, variables, field, out);
  if (!error && !key.empty()) put(std::move(key), std::string_view(out).substr(start));
  return error;
}

std::size_t KeptIntrospection::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

std::shared_ptr<const std::string> KeptIntrospection::find(std::string_view key) {
  const std::lock_guard lock(mutex_);
  const auto found = index_.find(key);
  if (found == index_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->text;
}

void KeptIntrospection::put(std::string key, std::string_view text) {
  Entry entry{std::move(key), std::make_shared<const std::string>(text)};
  const auto bytes = entry.bytes();
  if (bytes > most_bytes_ / 2) return;
  const std::lock_guard lock(mutex_);
  // Another loop may have been faster.
  if (index_.contains(entry.key)) return;
  entries_.push_front(std::move(entry));
  index_.emplace(entries_.front().key, entries_.begin());
  bytes_ += bytes;
  while (bytes_ > most_bytes_) {
    bytes_ -= entries_.back().bytes();
    index_.erase(entries_.back().key);
    entries_.pop_back();
  }
}

}  // namespace tenon::api::graphql
