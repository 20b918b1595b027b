#include "query/dialect_faults.hpp"

#include "sql/postgres_pattern.hpp"

namespace tenon::query {
namespace {

using schema::Expression;
using schema::ExpressionKind;

const std::string* literal_text(const Expression& expression) {
  return expression.kind == ExpressionKind::literal ? std::get_if<std::string>(&expression.value) : nullptr;
}

class Search {
 public:
  void rules(const std::string& place, const std::vector<schema::Rule>& rules) {
    for (const auto& rule : rules) {
      const auto before = faults_.size();
      if (rule.when) expression(place, rule.text, *rule.when);
      // A check that repeats `when` has the same faults.
      if (rule.check && faults_.size() == before) expression(place, rule.text, *rule.check);
    }
  }

  void expression(const std::string& place, const std::string& text, const Expression& expression) {
    if (const auto* literal = literal_text(expression); literal && literal->find('\0') != std::string::npos)
      add(place, text, "has text with the character U+0000, which PostgreSQL cannot hold");
    if (expression.kind == ExpressionKind::matches && expression.children.size() == 2) {
      const auto* pattern = literal_text(*expression.children[1]);
      const auto translated = pattern ? sql::postgres_pattern(*pattern) : std::string();
      if (!translated) add(place, text, "has the pattern '" + *pattern + "', which " + translated.error());
    }
    for (const auto& child : expression.children) this->expression(place, text, *child);
  }

  std::vector<std::string> take() { return std::move(faults_); }

 private:
  void add(const std::string& place, const std::string& text, const std::string& fault) {
    faults_.push_back(place + ": the rule \"" + text + "\" " + fault);
  }
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> dialect_faults(const schema::Model& model, sql::Dialect dialect) {
  switch (dialect) {
    case sql::Dialect::sqlite: return {};
    case sql::Dialect::postgres: break;
  }
  Search search;
  for (const auto& resource : model.resources) {
    search.rules(resource->name, resource->rules);
    for (const auto& field : resource->fields) search.rules(resource->name + "." + field->name, field->rules);
    if (resource->tenant) search.expression(resource->name, "@tenant", *resource->tenant->rule);
  }
  return search.take();
}

}  // namespace tenon::query
