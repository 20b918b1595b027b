#include "app/explain/shown_parameters.hpp"

#include "base/json.hpp"
#include "schema/expression_text.hpp"

#include <algorithm>

namespace tenon::app::explain {
namespace {

constexpr std::string_view not_shown = "(not shown)";

}  // namespace

void ShownParameters::know(const query::CompiledRead& compiled, const std::vector<query::Operand>& hidden) {
  const auto add = [&](const query::Prepared& prepared) {
    known_.push_back({prepared.statement.text, prepared.parameters, hidden});
  };
  add(compiled.rows);
  if (compiled.more_rows) add(*compiled.more_rows);
  if (compiled.total) add(*compiled.total);
  if (compiled.parent) add(*compiled.parent);
}

void ShownParameters::know_body(const std::string& body, const schema::Resource& resource) {
  const auto json = base::parse_json(body);
  if (!json) return;
  const auto know_row = [&](const base::Json& row) {
    if (!row.object()) return;
    for (const auto& [name, value] : *row.object()) {
      const auto* field = resource.find_field(name);
      if (!field || field->write_only) continue;
      written_.insert(base::to_text(value));
    }
  };
  if (json->array())
    for (const auto& row : *json->array()) know_row(row);
  else
    know_row(*json);
}

bool ShownParameters::may_know(const schema::Expression& expression) const {
  if (expression.kind == schema::ExpressionKind::auth_claim) {
    const auto& account = ground_.model.account;
    const auto* field = account ? account->resource->find_field(expression.name) : nullptr;
    if (!field || field->write_only) return false;
    const auto rule = access::field_rule(*field, schema::Operation::read, ground_.model, ground_.caller);
    if (!access::is_literal_true(*rule)) return false;
  }
  return std::ranges::all_of(expression.children, [&](const auto& child) { return may_know(*child); });
}

Parameter ShownParameters::shown(const query::ParameterSource& source, const Known& known,
                                 const base::Value& value) const {
  using Kind = query::ParameterSource::Kind;
  Parameter parameter;
  switch (source.kind) {
    case Kind::context:
      parameter.origin = schema::to_text(*source.expression);
      parameter.value = may_know(*source.expression) ? query::shown(value) : std::string(not_shown);
      return parameter;
    case Kind::old_column: parameter.origin = source.field->name; break;
    case Kind::operand:
    case Kind::probe:
      if (std::ranges::find(known.hidden, source.operand) == known.hidden.end()) {
        parameter.value = query::shown(value);
        return parameter;
      }
      parameter.origin = "the cursor";
      break;
  }
  parameter.value = not_shown;
  return parameter;
}

std::vector<Parameter> ShownParameters::of(const db::ExplainedStatement& statement) const {
  const auto found = std::ranges::find(known_, statement.statement.text, &Known::text);
  const auto sign = ground_.dialect == sql::Dialect::postgres ? "$" : "?";
  std::vector<Parameter> parameters;
  for (std::size_t i = 0; i < statement.parameters.size(); ++i) {
    const auto& value = statement.parameters[i];
    Parameter parameter;
    if (found != known_.end() && i < found->sources.size()) {
      parameter = shown(found->sources[i], *found, value);
    } else {
      auto text = query::shown(value);
      parameter.value = written_.contains(text) ? std::move(text) : std::string(not_shown);
    }
    parameter.name = sign + std::to_string(i + 1);
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

}  // namespace tenon::app::explain
