#include "schema/lints/implication.hpp"

#include "schema/lints/walk.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace tenon::schema {
namespace {

/// Pairs of bound variables that stand for the same row.
using Renaming = std::vector<std::pair<int, int>>;

bool same_variable(int left, int right, const Renaming& renaming) {
  if (left < variable::first_bound || right < variable::first_bound) return left == right;
  for (auto pair = renaming.rbegin(); pair != renaming.rend(); ++pair) {
    if (pair->first == left || pair->second == right) return pair->first == left && pair->second == right;
  }
  return false;
}

bool same(const Expression& left, const Expression& right, const Renaming& renaming);

bool same_set(const Expression& left, const Expression& right, const Renaming& renaming) {
  auto has_twin = [&](const std::vector<ExpressionPtr>& among, auto matches) {
    return std::any_of(among.begin(), among.end(), matches);
  };
  for (const ExpressionPtr& child : left.children) {
    if (!has_twin(right.children, [&](const ExpressionPtr& other) { return same(*child, *other, renaming); }))
      return false;
  }
  for (const ExpressionPtr& child : right.children) {
    if (!has_twin(left.children, [&](const ExpressionPtr& other) { return same(*other, *child, renaming); }))
      return false;
  }
  return true;
}

bool same(const Expression& left, const Expression& right, const Renaming& renaming) {
  if (left.kind != right.kind || left.type != right.type || left.field != right.field || left.role != right.role ||
      left.operation != right.operation || left.name != right.name || left.value != right.value ||
      left.children.size() != right.children.size()) {
    return false;
  }
  bool looks_at_row = left.field != nullptr;
  if (looks_at_row && !same_variable(left.variable, right.variable, renaming)) return false;
  Renaming inner = renaming;
  if (left.bound != 0) inner.emplace_back(left.bound, right.bound);
  bool unordered = left.kind == ExpressionKind::logical_and || left.kind == ExpressionKind::logical_or ||
                   left.kind == ExpressionKind::equal || left.kind == ExpressionKind::not_equal;
  if (unordered) return same_set(left, right, inner);
  for (std::size_t i = 0; i < left.children.size(); ++i) {
    if (!same(*left.children[i], *right.children[i], inner)) return false;
  }
  return true;
}

class Implication {
 public:
  explicit Implication(const Model& model) : model_(model) {}

  bool holds(const Expression& from, const Expression& to, const Renaming& renaming) const {
    if (is_literal(from, false) || is_literal(to, true) || same(from, to, renaming)) return true;
    if (from.kind == ExpressionKind::holds) return holds(*from.children[0], to, renaming);
    if (to.kind == ExpressionKind::holds) return holds(from, *to.children[0], renaming);
    // What must be true of all alternatives first, then what one of several may do.
    if (from.kind == ExpressionKind::logical_or) {
      return all(from, [&](const Expression& each) { return holds(each, to, renaming); });
    }
    if (to.kind == ExpressionKind::logical_and) {
      return all(to, [&](const Expression& each) { return holds(from, each, renaming); });
    }
    if (to.kind == ExpressionKind::logical_or &&
        any(to, [&](const Expression& each) { return holds(from, each, renaming); })) {
      return true;
    }
    if (from.kind == ExpressionKind::logical_and) {
      return any(from, [&](const Expression& each) { return holds(each, to, renaming); });
    }
    return plainly(from, to, renaming);
  }

 private:
  static bool is_literal(const Expression& rule, bool wanted) {
    const bool* flag = std::get_if<bool>(&rule.value);
    return rule.kind == ExpressionKind::literal && flag && *flag == wanted;
  }
  template <typename Predicate>
  static bool all(const Expression& rule, Predicate predicate) {
    return std::all_of(rule.children.begin(), rule.children.end(), [&](const auto& each) { return predicate(*each); });
  }
  template <typename Predicate>
  static bool any(const Expression& rule, Predicate predicate) {
    return std::any_of(rule.children.begin(), rule.children.end(), [&](const auto& each) { return predicate(*each); });
  }

  bool plainly(const Expression& from, const Expression& to, const Renaming& renaming) const {
    if (from.kind == ExpressionKind::auth_is && to.kind == ExpressionKind::auth_is) {
      return model_.roles[static_cast<std::size_t>(from.role)].includes >> to.role & 1U;
    }
    if (to.kind == ExpressionKind::logical_not) return excludes(from, *to.children[0], renaming);
    if (from.kind == ExpressionKind::can && to.kind == ExpressionKind::can) return same_can(from, to, renaming);
    if (from.kind == ExpressionKind::equal) return follows_from_equal(from, to, renaming);
    bool hop = from.kind == ExpressionKind::related || from.kind == ExpressionKind::exists;
    if (hop && from.kind == to.kind && from.field == to.field && same_variable(from.variable, to.variable, renaming)) {
      Renaming inner = renaming;
      inner.emplace_back(from.bound, to.bound);
      return holds(*from.children[0], *to.children[0], inner);
    }
    return false;
  }

  /// Whoever may do anything with a row may read it: a row that cannot be read is not found.
  static bool same_can(const Expression& from, const Expression& to, const Renaming& renaming) {
    return from.field == to.field && to.operation == Operation::read &&
           same_variable(from.variable, to.variable, renaming);
  }

  /// Whether `from` rules out `what`.
  static bool excludes(const Expression& from, const Expression& what, const Renaming& renaming) {
    if (what.kind == ExpressionKind::auth_anonymous) {
      return any_conjunct(from, [](const Expression& each) {
        if (each.kind == ExpressionKind::auth_is) return true;
        return is_comparison(each) && (is_caller_value(*each.children[0]) || is_caller_value(*each.children[1]));
      });
    }
    if (what.kind == ExpressionKind::is_null && is_comparison(from)) {
      return any(from, [&](const Expression& each) { return same(each, *what.children[0], renaming); });
    }
    return false;
  }

  template <typename Predicate>
  static bool any_conjunct(const Expression& rule, Predicate predicate) {
    bool wraps = rule.kind == ExpressionKind::related || rule.kind == ExpressionKind::exists ||
                 rule.kind == ExpressionKind::holds || rule.kind == ExpressionKind::logical_and;
    if (!wraps) return predicate(rule);
    return any(rule, [&](const Expression& each) { return any_conjunct(each, predicate); });
  }

  static bool is_comparison(const Expression& rule) {
    return rule.kind == ExpressionKind::equal || rule.kind == ExpressionKind::not_equal ||
           rule.kind == ExpressionKind::less || rule.kind == ExpressionKind::less_equal ||
           rule.kind == ExpressionKind::greater || rule.kind == ExpressionKind::greater_equal;
  }

  /// status == 'open' says status != 'draft' and status in ['open', 'done'].
  static bool follows_from_equal(const Expression& from, const Expression& to, const Renaming& renaming) {
    const Expression& subject = *from.children[0];
    const Expression& object = *from.children[1];
    if (object.kind != ExpressionKind::literal || to.children.size() != 2) return false;
    if (!same(subject, *to.children[0], renaming)) return false;
    const Expression& other = *to.children[1];
    if (to.kind == ExpressionKind::not_equal) {
      return other.kind == ExpressionKind::literal && other.value != object.value;
    }
    if (to.kind != ExpressionKind::in_list) return false;
    return any(other, [&](const Expression& each) {
      return each.kind == ExpressionKind::literal && each.value == object.value;
    });
  }

  const Model& model_;
};

}  // namespace

bool is_same(const Expression& left, const Expression& right) {
  return same(left, right, {});
}

bool implies(const Expression& from, const Expression& to, const Model& model) {
  return Implication(model).holds(from, to, {});
}

}  // namespace tenon::schema
