#include "access/english.hpp"

#include "access/access.hpp"
#include "access/english_words.hpp"

#include <map>
#include <utility>

namespace tenon::access {
namespace {

using schema::Expression;
using schema::ExpressionKind;
using schema::ExpressionPtr;

/// How a sentence stands in its surroundings, which decides whether it needs parentheses.
enum class Place : std::uint8_t { whole, part, inner };

/// Said or denied: `not` goes down to the smallest sentences, so that no "it is not the case that" is needed.
enum class Sense : std::uint8_t { said, denied };

Sense opposite(Sense sense) {
  return sense == Sense::said ? Sense::denied : Sense::said;
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const auto& part : parts) {
    if (!text.empty()) text += separator;
    text += part;
  }
  return text;
}

class Teller {
 public:
  explicit Teller(const schema::Model& model) : model_(model) {}

  std::string sentence(const Expression& rule, Sense sense, Place place);

 private:
  /// How a row that a relation leads to is named, e.g. "its author", "that comment".
  using Rows = std::map<int, std::string>;

  std::string junction(const Expression& rule, Sense sense, Place place);
  std::string choice(const Expression& rule, Sense sense, Place place);
  std::string comparison(const Expression& rule, Sense sense);
  std::string membership(const Expression& rule, Sense sense);
  std::string text_test(const Expression& rule, Sense sense);
  std::string null_test(const Expression& subject, Sense sense);
  std::string quantifier(const Expression& rule, Sense sense, Place place);
  std::string permission(const Expression& rule, Sense sense);

  std::string value(const Expression& expression);
  std::string operation(const Expression& expression);
  std::string row(int variable, const schema::Resource& resource) const;
  std::string of_row(int variable, const schema::Field& field) const;

  const schema::Model& model_;
  Rows rows_;
};

std::string Teller::row(int variable, const schema::Resource& resource) const {
  if (const auto known = rows_.find(variable); known != rows_.end()) return known->second;
  return (variable == schema::variable::old ? "the stored " : "the ") + spoken(resource.name);
}

std::string Teller::of_row(int variable, const schema::Field& field) const {
  if (const auto known = rows_.find(variable); known != rows_.end()) return known->second + "'s " + spoken(field.name);
  return (variable == schema::variable::old ? "its former " : "its ") + spoken(field.name);
}

std::string Teller::sentence(const Expression& rule, Sense sense, Place place) {
  const bool said = sense == Sense::said;
  switch (rule.kind) {
    case ExpressionKind::literal:
      if (base::is_null(rule.value)) return "never";
      return is_literal_true(rule) == said ? "always" : "never";
    case ExpressionKind::column:
      return row(rule.variable, *rule.field->owner_type) + " " + said_of_row(rule.field->name, !said);
    case ExpressionKind::auth_claim: return value(rule) + (said ? " is true" : " is not true");
    case ExpressionKind::auth_is: {
      const auto role = with_article(spoken(model_.roles[static_cast<std::size_t>(rule.role)].name));
      return (said ? "the caller is " : "the caller is not ") + role;
    }
    case ExpressionKind::auth_anonymous: return said ? "nobody is signed in" : "the caller is signed in";
    case ExpressionKind::is_null: return null_test(*rule.children[0], sense);
    case ExpressionKind::logical_not: return sentence(*rule.children[0], opposite(sense), place);
    case ExpressionKind::holds: return sentence(*rule.children[0], sense, place);
    case ExpressionKind::logical_and:
    case ExpressionKind::logical_or: return junction(rule, sense, place);
    case ExpressionKind::conditional: return choice(rule, sense, place);
    case ExpressionKind::equal:
    case ExpressionKind::not_equal:
    case ExpressionKind::less:
    case ExpressionKind::less_equal:
    case ExpressionKind::greater:
    case ExpressionKind::greater_equal: return comparison(rule, sense);
    case ExpressionKind::in_list: return membership(rule, sense);
    case ExpressionKind::starts_with:
    case ExpressionKind::ends_with:
    case ExpressionKind::contains:
    case ExpressionKind::matches: return text_test(rule, sense);
    case ExpressionKind::related:
      // All that is asked is that there is such a row.
      if (is_literal_true(*rule.children[0]))
        return of_row(rule.variable, *rule.field) + (said ? " is set" : " is not set");
      rows_[rule.bound] = of_row(rule.variable, *rule.field);
      return sentence(*rule.children[0], sense, place);
    case ExpressionKind::exists:
    case ExpressionKind::all: return quantifier(rule, sense, place);
    case ExpressionKind::can: return permission(rule, sense);
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
    case ExpressionKind::size: return value(rule);
  }
  return {};
}

std::string Teller::junction(const Expression& rule, Sense sense, Place place) {
  const bool any = (rule.kind == ExpressionKind::logical_or) == (sense == Sense::said);
  const auto inside = place == Place::whole ? Place::part : Place::inner;
  std::vector<std::string> parts;
  for (const auto& child : rule.children) parts.push_back(sentence(*child, sense, inside));
  if (place == Place::whole) return joined(parts, any ? ", or " : ", and ");
  if (place == Place::part) return (any ? "either " : "") + joined(parts, any ? " or " : " and ");
  return "(" + joined(parts, any ? " or " : " and ") + ")";
}

std::string Teller::choice(const Expression& rule, Sense sense, Place place) {
  const auto text = "if " + sentence(*rule.children[0], Sense::said, Place::inner) + " then " +
                    sentence(*rule.children[1], sense, Place::inner) + ", else " +
                    sentence(*rule.children[2], sense, Place::inner);
  return place == Place::whole ? text : "(" + text + ")";
}

std::string Teller::comparison(const Expression& rule, Sense sense) {
  const auto& left = *rule.children[0];
  const auto& right = *rule.children[1];
  // "the user is the caller" rather than "its id is the caller".
  const auto side = [&](const Expression& self, const Expression& other) {
    const bool own_id = self.kind == ExpressionKind::column && self.field == self.field->owner_type->id;
    return own_id && other.kind == ExpressionKind::auth_id ? row(self.variable, *self.field->owner_type) : value(self);
  };
  const auto kind = sense == Sense::said ? rule.kind : opposite_comparison(rule.kind);
  return side(left, right) + " " + std::string(comparison_words(kind, left.type)) + " " + side(right, left);
}

std::string Teller::membership(const Expression& rule, Sense sense) {
  const auto& list = *rule.children[1];
  const auto subject = value(*rule.children[0]) + (sense == Sense::said ? " is " : " is not ");
  const bool written = list.kind == ExpressionKind::literal && base::is_null(list.value);
  if (!written) return subject + "among " + value(list);
  std::vector<std::string> items;
  for (const auto& item : list.children) items.push_back(value(*item));
  return subject + "one of " + joined(items, ", ");
}

std::string Teller::text_test(const Expression& rule, Sense sense) {
  const bool said = sense == Sense::said;
  std::string_view verb = said ? " matches the pattern " : " does not match the pattern ";
  if (rule.kind == ExpressionKind::starts_with) verb = said ? " starts with " : " does not start with ";
  if (rule.kind == ExpressionKind::ends_with) verb = said ? " ends with " : " does not end with ";
  if (rule.kind == ExpressionKind::contains) verb = said ? " contains " : " does not contain ";
  return value(*rule.children[0]) + std::string(verb) + value(*rule.children[1]);
}

std::string Teller::null_test(const Expression& subject, Sense sense) {
  const bool caller = subject.kind == ExpressionKind::auth_id;
  if (caller) return sense == Sense::said ? "nobody is signed in" : "the caller is signed in";
  return value(subject) + (sense == Sense::said ? " is not set" : " is set");
}

std::string Teller::quantifier(const Expression& rule, Sense sense, Place place) {
  const auto& body = *rule.children[0];
  const auto many = of_row(rule.variable, *rule.field);
  rows_[rule.bound] = "that " + spoken(rule.field->target->name);
  // Not all: there is one for which it is denied.
  const bool exists = rule.kind == ExpressionKind::exists;
  const bool said = sense == Sense::said;
  if (exists && is_literal_true(body))
    return row(rule.variable, *rule.field->owner_type) + (said ? " has " : " has no ") + spoken(rule.field->name);
  const auto inside = place == Place::whole ? Place::part : Place::inner;
  const auto told = sentence(body, exists || said ? Sense::said : Sense::denied, inside);
  if (!exists && said) return "for each of " + many + " " + told;
  return "among " + many + " there is " + (exists && !said ? "none" : "one") + " where " + told;
}

std::string Teller::permission(const Expression& rule, Sense sense) {
  static constexpr std::string_view verbs[] = {"create", "read", "change", "delete"};
  const auto verb = std::string(verbs[static_cast<std::size_t>(rule.operation)]);
  return (sense == Sense::said ? "the caller may " : "the caller may not ") + verb + " " +
         of_row(rule.variable, *rule.field);
}

std::string Teller::value(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::literal: {
      if (expression.children.empty()) return literal_words(expression);
      std::vector<std::string> items;
      for (const auto& item : expression.children) items.push_back(value(*item));
      return joined(items, ", ");
    }
    case ExpressionKind::column: return of_row(expression.variable, *expression.field);
    case ExpressionKind::auth_id: return "the caller";
    case ExpressionKind::auth_claim: return "the caller's " + spoken(expression.name);
    case ExpressionKind::auth_scopes: return "the caller's scopes";
    case ExpressionKind::now: return "now";
    case ExpressionKind::request_ip: return "the caller's address";
    case ExpressionKind::conditional:
      return "(" + value(*expression.children[1]) + " if " +
             sentence(*expression.children[0], Sense::said, Place::inner) + ", else " + value(*expression.children[2]) +
             ")";
    case ExpressionKind::add:
    case ExpressionKind::subtract:
    case ExpressionKind::multiply:
    case ExpressionKind::divide:
    case ExpressionKind::modulo: return operation(expression);
    case ExpressionKind::negate: return "minus " + value(*expression.children[0]);
    case ExpressionKind::size: {
      const auto& measured = *expression.children[0];
      return (measured.type == schema::Type::list ? "the number of " : "the length of ") + value(measured);
    }
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
    case ExpressionKind::holds: return "whether " + sentence(expression, Sense::said, Place::inner);
  }
  return {};
}

std::string Teller::operation(const Expression& expression) {
  const auto left = value(*expression.children[0]);
  const auto right = value(*expression.children[1]);
  if (expression.type == schema::Type::string) return left + " followed by " + right;
  if (expression.kind == ExpressionKind::add) return left + " plus " + right;
  if (expression.kind == ExpressionKind::subtract) return left + " minus " + right;
  if (expression.kind == ExpressionKind::multiply) return left + " times " + right;
  if (expression.kind == ExpressionKind::divide) return left + " divided by " + right;
  return "the remainder of " + left + " by " + right;
}

}  // namespace

std::string to_english(const Expression& rule, const schema::Model& model) {
  return Teller(model).sentence(rule, Sense::said, Place::whole);
}

}  // namespace tenon::access
