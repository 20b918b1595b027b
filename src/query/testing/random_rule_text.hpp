#pragma once
#include "query/testing/random_value.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tenon::query::testing {

/// Makes rules as people write them: paths over relations, literals that take their type from what they meet, enum
/// values without quotes. Most of them pass the checker, which then makes the expression.
class RuleTextMaker {
 public:
  RuleTextMaker(Dice& dice, const schema::Model& model, const schema::Resource& resource) : dice_(dice), model_(model) {
    rows_.push_back({"", &resource});
  }
  /// Also writes `old`, as in `check`.
  void with_old() { rows_.push_back({"old", rows_.front().resource}); }

  std::string rule(int depth) {
    if (depth <= 0) return atom();
    switch (dice_.below(9)) {
      case 0:
      case 1: return "(" + rule(depth - 1) + " && " + rule(depth - 1) + ")";
      case 2:
      case 3: return "(" + rule(depth - 1) + " || " + rule(depth - 1) + ")";
      case 4: return "!(" + rule(depth - 1) + ")";
      case 5: return "(" + rule(depth - 1) + " ? " + rule(depth - 1) + " : " + rule(depth - 1) + ")";
      case 6: return quantifier(depth);
      default: return atom();
    }
  }

 private:
  struct Row {
    std::string name;  ///< empty for the row judged
    const schema::Resource* resource;
  };
  /// A field and how it is reached.
  struct Path {
    std::string text;
    const schema::Field* field;
  };

  std::string atom() {
    switch (dice_.below(10)) {
      case 0: return "auth.is('" + dice_.pick(model_.roles).name + "')";
      case 1: return dice_.chance(50) ? "auth.id != null" : "auth.id == null";
      case 2: return delegation();
      case 3: return null_test();
      case 4: return membership();
      default: return comparison();
    }
  }

  std::string comparison() {
    static const std::vector<std::string> equalities{" == ", " != "};
    static const std::vector<std::string> orders{" == ", " != ", " < ", " <= ", " > ", " >= "};
    const auto path = stored_path();
    if (path.field->list) return "size(" + path.text + ")" + dice_.pick(orders) + std::to_string(dice_.below(4));
    const auto type = access::testing::type_of(*path.field);
    const bool enumeration = path.field->kind == schema::FieldKind::enumeration;
    if (type == Type::boolean) return dice_.chance(60) ? path.text : path.text + dice_.pick(equalities) + "true";
    if (type == Type::bytes) return "size(" + path.text + ")" + dice_.pick(orders) + std::to_string(dice_.below(4));
    if (path.field->target || type == Type::id) return path.text + dice_.pick(equalities) + key(path);
    if (type == Type::string && !enumeration && dice_.chance(40)) return path.text + text_test();
    const auto& operators = enumeration ? equalities : orders;
    return path.text + dice_.pick(operators) + operand(path);
  }

  std::string key(const Path& path) {
    if (access::testing::type_of(*path.field) == Type::integer) return std::to_string(dice_.between(1, 6));
    if (dice_.chance(50)) return "auth.id";
    if (dice_.chance(30)) return "auth.claims.key";
    return quoted(std::get<std::string>(random_value(dice_, Type::id)));
  }

  std::string text_test() {
    static const std::vector<std::string> calls{".startsWith('a')",    ".endsWith('b')",
                                                ".contains('a')",      ".contains('%')",
                                                ".matches('^[ab]+$')", ".startsWith(auth.claims.text)"};
    return dice_.pick(calls);
  }

  /// A value that may meet the field.
  std::string operand(const Path& path) {
    const auto& field = *path.field;
    if (field.enumeration) {
      const auto& value = dice_.pick(field.enumeration->values);
      return dice_.chance(50) ? value : quoted(value);
    }
    switch (access::testing::type_of(field)) {
      case Type::integer: {
        static const std::vector<std::string> values{"0",     "1",        "-1",  "2 + 1",     "auth.claims.number",
                                                     "7 / 2", "-(3 % 2)", "1.5", "size('ab')"};
        return dice_.pick(values);
      }
      case Type::floating: {
        static const std::vector<std::string> values{"0.0", "1", "-0.5", "2.5 * 2.0", "auth.claims.real", "1.0 / 0.0"};
        return dice_.pick(values);
      }
      case Type::decimal: {
        static const std::vector<std::string> values{"0", "9.5", "'10'", "-1", "'-10.25'"};
        return dice_.pick(values);
      }
      case Type::string: {
        static const std::vector<std::string> values{"'a'",       "'red'", "''", "'a' + 'b'", "auth.claims.text",
                                                     "request.ip"};
        return dice_.pick(values);
      }
      case Type::timestamp: {
        static const std::vector<std::string> values{"now", "now + duration('1h')", "timestamp('2026-01-01T00:00:00Z')",
                                                     "now - duration('90m')"};
        return dice_.pick(values);
      }
      case Type::date: return "'2026-01-02'";
      case Type::time_of_day: return "'12:30:00.5'";
      case Type::boolean:
      case Type::id:
      case Type::duration:
      case Type::bytes:
      case Type::list: break;
    }
    return "true";
  }

  std::string null_test() {
    const auto path = stored_path();
    if (dice_.chance(30)) return "has(" + path.text + ")";
    return path.text + (dice_.chance(50) ? " == null" : " != null");
  }

  std::string membership() {
    const auto path = stored_path();
    const auto& field = *path.field;
    const auto type = access::testing::type_of(field);
    if (!field.list) {
      if (type == Type::boolean || type == Type::bytes || type == Type::id || field.target) return comparison();
      return path.text + " in [" + operand(path) + ", " + operand(path) + "]";
    }
    if (field.enumeration) return (dice_.chance(50) ? "red in " : "'green' in ") + path.text;
    switch (access::testing::type_of(field.scalar)) {
      case Type::string: return "'a' in " + path.text;
      case Type::integer: return "1 in " + path.text;
      case Type::floating: return "0.5 in " + path.text;
      case Type::decimal: return "'9.5' in " + path.text;
      case Type::id: return "auth.id in " + path.text;
      case Type::date: return "'2026-01-01' in " + path.text;
      case Type::boolean: return "true in " + path.text;
      case Type::timestamp:
      case Type::duration:
      case Type::time_of_day:
      case Type::bytes:
      case Type::list: break;
    }
    return "size(" + path.text + ") > 1";
  }

  std::string delegation() {
    static const std::vector<std::string> operations{"CREATE", "READ", "UPDATE", "DELETE"};
    const auto path = path_where([](const schema::Field& field) { return field.kind == schema::FieldKind::to_one; });
    return path.field ? "can(" + dice_.pick(operations) + ", " + path.text + ")" : comparison();
  }

  std::string quantifier(int depth) {
    const auto path = path_where([](const schema::Field& field) { return field.is_list_relation(); });
    if (!path.field) return rule(depth - 1);
    const auto name = "x" + std::to_string(rows_.size());
    rows_.push_back({name, path.field->target});
    auto text = path.text + (dice_.chance(50) ? ".exists(" : ".all(") + name + ", " + rule(depth - 1) + ")";
    rows_.pop_back();
    return text;
  }

  Path stored_path() {
    return path_where([](const schema::Field& field) { return field.stored(); });
  }

  /// Of a row in scope, or over up to two relations. Without a field if there is none.
  template <typename Wanted>
  Path path_where(Wanted wanted) {
    const auto& row = dice_.pick(rows_);
    Path path{row.name, nullptr};
    const auto* resource = row.resource;
    for (auto hops = dice_.below(3); hops > 0; --hops) {
      const auto* hop =
          some_field(*resource, [](const schema::Field& field) { return field.kind == schema::FieldKind::to_one; });
      if (!hop) break;
      path.text += (path.text.empty() ? "" : ".") + hop->name;
      resource = hop->target;
    }
    path.field = some_field(*resource, wanted);
    if (path.field) path.text += (path.text.empty() ? "" : ".") + path.field->name;
    return path;
  }

  template <typename Wanted>
  const schema::Field* some_field(const schema::Resource& resource, Wanted wanted) {
    std::vector<const schema::Field*> found;
    for (const auto& field : resource.fields)
      if (wanted(*field)) found.push_back(field.get());
    return found.empty() ? nullptr : dice_.pick(found);
  }

  static std::string quoted(const std::string& text) { return "'" + text + "'"; }

  Dice& dice_;
  const schema::Model& model_;
  std::vector<Row> rows_;
};

}  // namespace tenon::query::testing
