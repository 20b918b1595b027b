#pragma once
#include "lang/source.hpp"

#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tenon::api::graphql {

/// Finds names that stand more than once among their siblings.
class RepeatedNames {
 public:
  using Places = std::vector<const lang::Span*>;

  void add(std::string_view name, const lang::Span& span) {
    const auto [known, is_new] = index_.emplace(name, groups_.size());
    if (is_new) groups_.emplace_back(name, Places());
    groups_[known->second].second.push_back(&span);
  }

  /// Each with all its places, in the order of their first.
  std::vector<std::pair<std::string_view, Places>> find() {
    std::erase_if(groups_, [](const auto& group) { return group.second.size() < 2; });
    return std::move(groups_);
  }

 private:
  std::unordered_map<std::string_view, std::size_t> index_;
  std::vector<std::pair<std::string_view, Places>> groups_;
};

}  // namespace tenon::api::graphql
