#include "db/postgres/statements.hpp"

namespace tenon::db::postgres {

std::optional<std::uint64_t> PreparedStatements::find(std::uint64_t id) {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return std::nullopt;
  by_use_.splice(by_use_.begin(), by_use_, found->second);
  return found->second->number;
}

std::uint64_t PreparedStatements::add(std::uint64_t id) {
  by_use_.push_front({id, ++last_number_});
  by_id_[id] = by_use_.begin();
  return last_number_;
}

void PreparedStatements::forget(std::uint64_t id, std::uint64_t number) {
  const auto found = by_id_.find(id);
  if (found == by_id_.end() || found->second->number != number) return;
  by_use_.erase(found->second);
  by_id_.erase(found);
}

std::optional<std::uint64_t> PreparedStatements::take_oldest(std::size_t most) {
  if (by_use_.size() <= most) return std::nullopt;
  const auto oldest = by_use_.back();
  by_id_.erase(oldest.id);
  by_use_.pop_back();
  return oldest.number;
}

}  // namespace tenon::db::postgres
