#include "access/evaluate.hpp"

#include "access/arithmetic.hpp"
#include "access/caller_value.hpp"
#include "access/compare.hpp"
#include "access/lists.hpp"
#include "base/lru_cache.hpp"
#include "base/pattern.hpp"

#include <cassert>
#include <optional>

namespace tenon::access {
namespace {

using base::Value;
using schema::Expression;
using schema::ExpressionKind;

constexpr std::size_t compiled_patterns = 128;

Truth of(bool value) {
  return value ? Truth::yes : Truth::no;
}

Truth opposite(Truth truth) {
  if (truth == Truth::unknown) return truth;
  return truth == Truth::yes ? Truth::no : Truth::yes;
}

Truth as_truth(const Value& value) {
  const auto* flag = std::get_if<bool>(&value);
  if (flag) return of(*flag);
  // SQLite keeps booleans as 0 and 1.
  const auto* integer = std::get_if<std::int64_t>(&value);
  return integer ? of(*integer != 0) : Truth::unknown;
}

Value as_value(Truth truth) {
  return truth == Truth::unknown ? Value{} : Value{truth == Truth::yes};
}

Truth matches(const std::string& subject, const std::string& pattern) {
  thread_local base::LruCache<base::Pattern> cache(compiled_patterns);
  auto* compiled = cache.find(pattern);
  if (!compiled) {
    if (base::Pattern::fault(pattern)) return Truth::unknown;
    compiled = &cache.put(pattern, base::Pattern(pattern));
  }
  return of(compiled->matches(subject));
}

Truth judge_text(ExpressionKind kind, const Value& subject, const Value& argument) {
  const auto* text = std::get_if<std::string>(&subject);
  const auto* part = std::get_if<std::string>(&argument);
  if (!text || !part) return Truth::unknown;
  if (kind == ExpressionKind::starts_with) return of(text->starts_with(*part));
  if (kind == ExpressionKind::ends_with) return of(text->ends_with(*part));
  if (kind == ExpressionKind::contains) return of(text->contains(*part));
  return matches(*text, *part);
}

Truth judge_order(ExpressionKind kind, std::partial_ordering order) {
  if (kind == ExpressionKind::equal) return of(order == 0);
  if (kind == ExpressionKind::not_equal) return of(order != 0);
  if (kind == ExpressionKind::less) return of(order < 0);
  if (kind == ExpressionKind::less_equal) return of(order <= 0);
  if (kind == ExpressionKind::greater) return of(order > 0);
  return of(order >= 0);
}

class Evaluator {
 public:
  Evaluator(const Principal& principal, RowSource* rows) : principal_(principal), rows_(rows) {}

  void bind(int variable, RowSource::Row row) {
    if (static_cast<std::size_t>(variable) >= bound_.size()) bound_.resize(static_cast<std::size_t>(variable) + 1);
    bound_[static_cast<std::size_t>(variable)] = row;
  }

  Truth truth(const Expression& expression);
  Value value(const Expression& expression);

 private:
  RowSource::Row row(int variable) const {
    return static_cast<std::size_t>(variable) < bound_.size() ? bound_[static_cast<std::size_t>(variable)] : nullptr;
  }

  Value column(const Expression& expression) {
    const auto from = row(expression.variable);
    return from ? rows_->column(from, *expression.field) : Value{};
  }

  /// And, or: `deciding` is the child's truth that settles it.
  Truth any(const Expression& expression, Truth deciding) {
    Truth result = opposite(deciding);
    for (const auto& child : expression.children) {
      const auto judged = truth(*child);
      if (judged == deciding) return deciding;
      if (judged == Truth::unknown) result = Truth::unknown;
    }
    return result;
  }

  /// Exists, all: the same over rows.
  Truth any_row(const Expression& expression, Truth deciding) {
    const auto from = row(expression.variable);
    if (!from) return Truth::unknown;
    Truth result = opposite(deciding);
    rows_->each(from, *expression.field, [&](RowSource::Row found) {
      bind(expression.bound, found);
      const auto judged = truth(*expression.children[0]);
      if (judged == deciding) result = deciding;
      if (judged == Truth::unknown) result = Truth::unknown;
      return judged != deciding;
    });
    return result;
  }

  Truth related(const Expression& expression) {
    const auto from = row(expression.variable);
    const auto target = from ? rows_->related(from, *expression.field) : nullptr;
    if (!target) return Truth::unknown;
    bind(expression.bound, target);
    return truth(*expression.children[0]);
  }

  Truth compare(const Expression& expression) {
    const auto& left = *expression.children[0];
    const auto order = compare_values(value(left), value(*expression.children[1]), left.type);
    return order ? judge_order(expression.kind, *order) : Truth::unknown;
  }

  Truth in_list(const Expression& expression) {
    const auto needle = value(*expression.children[0]);
    const auto list = elements(*expression.children[1]);
    if (base::is_null(needle) || !list) return Truth::unknown;
    Truth result = Truth::no;
    for (const auto& element : *list) {
      const auto order = compare_values(needle, element, expression.children[0]->type);
      if (order && *order == 0) return Truth::yes;
      if (!order) result = Truth::unknown;
    }
    return result;
  }

  std::optional<std::vector<Value>> elements(const Expression& list);
  Value size(const Expression& measured);

  const Principal& principal_;
  RowSource* rows_;
  std::vector<RowSource::Row> bound_;
};

std::optional<std::vector<Value>> Evaluator::elements(const Expression& list) {
  if (list.kind == ExpressionKind::conditional) {
    const auto condition = truth(*list.children[0]);
    if (condition == Truth::unknown) return std::nullopt;
    return elements(*list.children[condition == Truth::yes ? 1 : 2]);
  }
  if (list.kind == ExpressionKind::literal && base::is_null(list.value)) {
    std::vector<Value> values;
    for (const auto& child : list.children) values.push_back(value(*child));
    return values;
  }
  if (list.kind == ExpressionKind::column && !has_comparable_elements(list.element)) return std::nullopt;
  const auto text = value(list);
  const auto* json = std::get_if<std::string>(&text);
  return json ? list_elements(*json, list.element) : std::nullopt;
}

Value Evaluator::size(const Expression& measured) {
  if (measured.kind == ExpressionKind::literal && measured.type == schema::Type::list && base::is_null(measured.value))
    return static_cast<std::int64_t>(measured.children.size());
  const auto subject = value(measured);
  if (const auto* bytes = std::get_if<base::Bytes>(&subject)) return static_cast<std::int64_t>(bytes->data.size());
  const auto* text = std::get_if<std::string>(&subject);
  if (!text) return {};
  if (measured.type != schema::Type::list) return code_points(*text);
  const auto count = list_size(*text);
  return count ? Value{*count} : Value{};
}

Truth Evaluator::truth(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::literal: return as_truth(expression.value);
    case ExpressionKind::column: return as_truth(column(expression));
    case ExpressionKind::auth_claim: return as_truth(caller_value(expression, principal_));
    case ExpressionKind::conditional: {
      const auto condition = truth(*expression.children[0]);
      if (condition == Truth::unknown) return condition;
      return truth(*expression.children[condition == Truth::yes ? 1 : 2]);
    }
    case ExpressionKind::auth_is: return of(principal_.has_role(expression.role));
    case ExpressionKind::auth_anonymous: return of(principal_.anonymous());
    case ExpressionKind::is_null: return of(base::is_null(value(*expression.children[0])));
    case ExpressionKind::logical_not: return opposite(truth(*expression.children[0]));
    case ExpressionKind::logical_and: return any(expression, Truth::no);
    case ExpressionKind::logical_or: return any(expression, Truth::yes);
    case ExpressionKind::equal:
    case ExpressionKind::not_equal:
    case ExpressionKind::less:
    case ExpressionKind::less_equal:
    case ExpressionKind::greater:
    case ExpressionKind::greater_equal: return compare(expression);
    case ExpressionKind::in_list: return in_list(expression);
    case ExpressionKind::starts_with:
    case ExpressionKind::ends_with:
    case ExpressionKind::contains:
    case ExpressionKind::matches:
      return judge_text(expression.kind, value(*expression.children[0]), value(*expression.children[1]));
    case ExpressionKind::related: return related(expression);
    case ExpressionKind::exists: return any_row(expression, Truth::yes);
    case ExpressionKind::all: return any_row(expression, Truth::no);
    case ExpressionKind::holds: return of(truth(*expression.children[0]) == Truth::yes);
    case ExpressionKind::can: assert(false && "rules are specialised before they are judged"); return Truth::unknown;
    case ExpressionKind::auth_id:
    case ExpressionKind::auth_scopes:
    case ExpressionKind::now:
    case ExpressionKind::request_ip:
    case ExpressionKind::add:
    case ExpressionKind::subtract:
    case ExpressionKind::multiply:
    case ExpressionKind::divide:
    case ExpressionKind::modulo:
    case ExpressionKind::negate:
    case ExpressionKind::size: return Truth::unknown;
  }
  return Truth::unknown;
}

Value Evaluator::value(const Expression& expression) {
  if (expression.type == schema::Type::boolean) return as_value(truth(expression));
  switch (expression.kind) {
    case ExpressionKind::literal:
      if (expression.type == schema::Type::list && base::is_null(expression.value))
        return to_list_text(*elements(expression));
      return expression.value;
    case ExpressionKind::column: return column(expression);
    case ExpressionKind::auth_id:
    case ExpressionKind::auth_claim:
    case ExpressionKind::auth_scopes:
    case ExpressionKind::now:
    case ExpressionKind::request_ip: return caller_value(expression, principal_);
    case ExpressionKind::conditional: {
      const auto condition = truth(*expression.children[0]);
      if (condition == Truth::unknown) return {};
      return value(*expression.children[condition == Truth::yes ? 1 : 2]);
    }
    case ExpressionKind::add:
    case ExpressionKind::subtract:
    case ExpressionKind::multiply:
    case ExpressionKind::divide:
    case ExpressionKind::modulo:
      return calculate(expression.kind, value(*expression.children[0]), value(*expression.children[1]));
    case ExpressionKind::negate: return negated(value(*expression.children[0]));
    case ExpressionKind::size: return size(*expression.children[0]);
    case ExpressionKind::auth_is:
    case ExpressionKind::auth_anonymous:
    case ExpressionKind::is_null:
    case ExpressionKind::logical_not:
    case ExpressionKind::logical_and:
    case ExpressionKind::logical_or:
    case ExpressionKind::equal:
    case ExpressionKind::not_equal:
    case ExpressionKind::less:
    case ExpressionKind::less_equal:
    case ExpressionKind::greater:
    case ExpressionKind::greater_equal:
    case ExpressionKind::in_list:
    case ExpressionKind::starts_with:
    case ExpressionKind::ends_with:
    case ExpressionKind::contains:
    case ExpressionKind::matches:
    case ExpressionKind::related:
    case ExpressionKind::exists:
    case ExpressionKind::all:
    case ExpressionKind::can:
    case ExpressionKind::holds: return {};
  }
  return {};
}

}  // namespace

Truth evaluate(const Expression& rule, const Principal& principal, RowSource& rows, RowSource::Row row,
               RowSource::Row old) {
  Evaluator evaluator(principal, &rows);
  evaluator.bind(schema::variable::row, row);
  evaluator.bind(schema::variable::old, old);
  return evaluator.truth(rule);
}

Value evaluate_context(const Expression& expression, const Principal& principal) {
  return Evaluator(principal, nullptr).value(expression);
}

}  // namespace tenon::access
