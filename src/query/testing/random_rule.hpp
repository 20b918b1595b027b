#pragma once
#include "query/testing/random_value.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace tenon::query::testing {

using access::testing::ExpressionKind;
using access::testing::ExpressionPtr;

/// Names of the claims that callers may have; each is asked for as any type.
inline const std::vector<std::string>& claim_names() {
  static const std::vector<std::string> names{"text", "number", "real", "flag", "key", "list", "none"};
  return names;
}

/// Makes rules of every kind of node, well typed as the checker's are.
class RuleMaker {
 public:
  /// `delegable`: `can` is only used on relations to resources among the first so many, so that rules make no circle.
  RuleMaker(Dice& dice, const schema::Model& model, const schema::Resource& resource, std::size_t delegable)
      : dice_(dice), model_(model), delegable_(delegable) {
    rows_.emplace_back(schema::variable::row, &resource);
  }
  /// From here on rules also look at the stored row of an update.
  void with_old() { rows_.emplace_back(schema::variable::old, rows_.front().second); }

  ExpressionPtr rule(int depth) {
    next_bound_ = schema::variable::first_bound;
    return boolean(depth);
  }

 private:
  using Kind = ExpressionKind;
  using Row = std::pair<int, const schema::Resource*>;

  ExpressionPtr boolean(int depth) {
    namespace make = access::testing;
    const bool leaf = depth <= 0;
    switch (dice_.below(leaf ? 6 : 20)) {
      case 0: return boolean_leaf();
      case 1: return column(Type::boolean).value_or(make::flag(dice_.chance(50)));
      case 2:
      case 3: return comparison(depth - 1);
      case 4: return make::is_null(value(any_type(), depth - 1));
      case 5: return in_list(depth - 1);
      case 6: return make::no(boolean(depth - 1));
      case 7:
      case 8: return make::node(Kind::logical_and, several(depth));
      case 9:
      case 10: return make::node(Kind::logical_or, several(depth));
      case 11: return make::node(Kind::conditional, {boolean(depth - 1), boolean(depth - 1), boolean(depth - 1)});
      case 12: return make::node(Kind::holds, {boolean(depth - 1)});
      case 13: return text_test(depth - 1);
      case 14: return make::is_null(boolean(depth - 1));
      case 15:
      case 16: return to_one(depth);
      case 17:
      case 18: return list_relation(depth);
      default: return comparison(depth - 1);
    }
  }

  std::vector<ExpressionPtr> several(int depth) {
    std::vector<ExpressionPtr> children;
    for (auto count = dice_.between(2, 3); count > 0; --count) children.push_back(boolean(depth - 1));
    return children;
  }

  ExpressionPtr boolean_leaf() {
    namespace make = access::testing;
    switch (dice_.below(6)) {
      case 0: return make::auth_anonymous();
      case 1: return make::claim(dice_.pick(claim_names()), Type::boolean);
      case 2: return make::flag(dice_.chance(50));
      case 3: return make::null();
      default: return make::auth_is(static_cast<int>(dice_.below(model_.roles.size())));
    }
  }

  ExpressionPtr comparison(int depth) {
    static const std::vector<Kind> kinds{Kind::equal,      Kind::equal,   Kind::not_equal,    Kind::less,
                                         Kind::less_equal, Kind::greater, Kind::greater_equal};
    const auto left = any_type();
    auto right = left;
    if (dice_.chance(20) && left == Type::integer) right = Type::floating;
    if (dice_.chance(20) && left == Type::floating) right = Type::integer;
    return access::testing::node(dice_.pick(kinds), {value(left, depth), value(right, depth)});
  }

  ExpressionPtr in_list(int depth) {
    if (auto stored = dice_.chance(60) ? list_column() : std::nullopt) {
      const auto element = (*stored)->element;
      if (dice_.chance(20))
        stored = access::testing::node(Kind::conditional, {boolean(depth), *stored, written_list(element, depth)},
                                       Type::list);
      return access::testing::node(Kind::in_list, {value(element, depth), *stored});
    }
    if (dice_.chance(20))
      return access::testing::node(Kind::in_list, {value(Type::string, depth), access::testing::scopes()});
    if (dice_.chance(20))
      return access::testing::node(
          Kind::in_list, {value(Type::string, depth), access::testing::claim(dice_.pick(claim_names()), Type::list)});
    const auto type = any_type();
    return access::testing::node(Kind::in_list, {value(type, depth), written_list(type, depth)});
  }

  ExpressionPtr written_list(Type type, int depth) {
    std::vector<ExpressionPtr> elements;
    for (auto count = dice_.below(4); count > 0; --count) elements.push_back(value(type, depth));
    return access::testing::list_of(type, std::move(elements));
  }

  ExpressionPtr text_test(int depth) {
    static const std::vector<Kind> kinds{Kind::starts_with, Kind::ends_with, Kind::contains};
    if (dice_.chance(30)) {
      static const std::vector<std::string> patterns{"^a", "b$", "a.*b", "\xC3\xA9", "^$", "(?i)A", "["};
      return access::testing::node(Kind::matches,
                                   {value(Type::string, depth), access::testing::text(dice_.pick(patterns))});
    }
    return access::testing::node(dice_.pick(kinds), {value(Type::string, depth), value(Type::string, depth)});
  }

  ExpressionPtr to_one(int depth) {
    static const std::vector<schema::Operation> operations{schema::Operation::create, schema::Operation::read,
                                                           schema::Operation::update, schema::Operation::remove};
    const auto& [variable, resource] = dice_.pick(rows_);
    std::vector<const schema::Field*> fields;
    for (const auto& field : resource->fields)
      if (field->kind == schema::FieldKind::to_one) fields.push_back(field.get());
    if (fields.empty()) return boolean(depth - 1);
    const auto& field = *dice_.pick(fields);
    if (dice_.chance(40) && position(*field.target) < delegable_)
      return access::testing::can(dice_.pick(operations), field, variable);
    return relation(Kind::related, field, variable, depth);
  }

  ExpressionPtr list_relation(int depth) {
    const auto& [variable, resource] = dice_.pick(rows_);
    std::vector<const schema::Field*> fields;
    for (const auto& field : resource->fields)
      if (field->is_list_relation()) fields.push_back(field.get());
    if (fields.empty()) return boolean(depth - 1);
    return relation(dice_.chance(50) ? Kind::exists : Kind::all, *dice_.pick(fields), variable, depth);
  }

  ExpressionPtr relation(Kind kind, const schema::Field& field, int variable, int depth) {
    const int bound = next_bound_++;
    rows_.emplace_back(bound, field.target);
    auto body = boolean(depth - 1);
    rows_.pop_back();
    return access::testing::relation(kind, field, bound, std::move(body), variable);
  }

  ExpressionPtr value(Type type, int depth) {
    namespace make = access::testing;
    if (type == Type::boolean) return boolean(depth);
    if (depth > 0 && dice_.chance(12))
      return make::node(Kind::conditional, {boolean(depth - 1), value(type, depth - 1), value(type, depth - 1)}, type);
    if (depth > 0 && dice_.chance(25))
      if (auto made = calculation(type, depth - 1)) return *made;
    switch (dice_.below(10)) {
      case 0:
        if (dice_.chance(20)) return make::null(type);
        [[fallthrough]];
      case 1:
      case 2: return make::literal(random_value(dice_, type), type);
      case 3: return make::claim(dice_.pick(claim_names()), type);
      case 4:
        if (type == Type::id || type == Type::integer) return make::auth_id(type);
        if (type == Type::timestamp) return make::now();
        if (type == Type::string) return make::request_ip();
        [[fallthrough]];
      default: return column(type).value_or(make::literal(random_value(dice_, type), type));
    }
  }

  std::optional<ExpressionPtr> calculation(Type type, int depth) {
    namespace make = access::testing;
    static const std::vector<Kind> all{Kind::add, Kind::subtract, Kind::multiply, Kind::divide, Kind::modulo};
    static const std::vector<Kind> sums{Kind::add, Kind::subtract};
    const auto two = [&](Kind kind, Type left, Type right) {
      return make::node(kind, {value(left, depth), value(right, depth)}, type);
    };
    switch (type) {
      case Type::integer:
        if (dice_.chance(25)) return make::node(Kind::size, {measurable(depth)}, type);
        if (dice_.chance(15)) return make::node(Kind::negate, {value(type, depth)}, type);
        return two(dice_.pick(all), type, type);
      case Type::floating:
        if (dice_.chance(15)) return make::node(Kind::negate, {value(type, depth)}, type);
        // The last of `all` is for integers only.
        return two(all[dice_.below(all.size() - 1)], type, dice_.chance(25) ? Type::integer : type);
      case Type::timestamp: return two(dice_.pick(sums), type, Type::duration);
      case Type::duration:
        if (dice_.chance(50)) return two(Kind::subtract, Type::timestamp, Type::timestamp);
        return two(dice_.pick(sums), type, type);
      case Type::string: return two(Kind::add, type, type);
      case Type::boolean:
      case Type::decimal:
      case Type::id:
      case Type::date:
      case Type::time_of_day:
      case Type::bytes:
      case Type::list: return std::nullopt;
    }
    return std::nullopt;
  }

  ExpressionPtr measurable(int depth) {
    if (dice_.chance(40)) return value(Type::string, depth);
    if (dice_.chance(40)) return value(Type::bytes, depth);
    if (dice_.chance(20)) return written_list(any_type(), depth);
    return list_column().value_or(access::testing::scopes());
  }

  /// A column of a row in scope.
  std::optional<ExpressionPtr> column(Type type) {
    return column_where(
        [&](const schema::Field& field) { return !field.list && access::testing::type_of(field) == type; });
  }
  std::optional<ExpressionPtr> list_column() {
    return column_where([](const schema::Field& field) { return field.list; });
  }
  template <typename Wanted>
  std::optional<ExpressionPtr> column_where(Wanted wanted) {
    std::vector<std::pair<int, const schema::Field*>> found;
    for (const auto& [variable, resource] : rows_)
      for (const auto& field : resource->fields)
        if (field->stored() && wanted(*field)) found.emplace_back(variable, field.get());
    if (found.empty()) return std::nullopt;
    const auto& [variable, field] = dice_.pick(found);
    return access::testing::column(*field, variable);
  }

  Type any_type() {
    static const std::vector<Type> types{
        Type::boolean, Type::integer, Type::integer,   Type::floating, Type::decimal, Type::string,      Type::string,
        Type::id,      Type::id,      Type::timestamp, Type::duration, Type::date,    Type::time_of_day, Type::bytes};
    return dice_.pick(types);
  }

  std::size_t position(const schema::Resource& resource) const {
    std::size_t at = 0;
    while (model_.resources[at].get() != &resource) ++at;
    return at;
  }

  Dice& dice_;
  const schema::Model& model_;
  std::size_t delegable_;
  std::vector<Row> rows_;
  int next_bound_ = schema::variable::first_bound;
};

}  // namespace tenon::query::testing
