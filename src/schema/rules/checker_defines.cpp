#include "schema/rules/checker.hpp"

#include <algorithm>

namespace tenon::schema {
namespace {

/// How deep @defines may use each other.
constexpr std::size_t deepest_expansion = 16;

}  // namespace

ExpressionPtr Checker::expand(const RowName& row, const std::string& name, const lang::Span& use) {
  const std::pair<const Resource*, std::string> key{row.resource, name};
  const auto cycle = std::find(expanding_.begin(), expanding_.end(), key);
  if (cycle != expanding_.end()) {
    std::string chain;
    for (auto each = cycle; each != expanding_.end(); ++each) chain += each->second + " -> ";
    report(use, "@define \"" + name + "\" uses itself: " + chain + name);
    return nullptr;
  }
  if (expanding_.size() >= deepest_expansion) {
    report(use, "@defines use each other over more than " + std::to_string(deepest_expansion) + " steps");
    return nullptr;
  }
  const Define& define = scope_.defines.at(row.resource).find(name)->second;
  if (!define.rule) return nullptr;

  Environment inside;
  inside.use = environment_.use == RuleUse::check ? RuleUse::when : environment_.use;
  inside.row = row;
  Environment outside = std::exchange(environment_, std::move(inside));
  expanding_.push_back(key);
  ExpressionPtr condition = predicate(*define.rule);
  expanding_.pop_back();
  environment_ = std::move(outside);
  return condition;
}

}  // namespace tenon::schema
