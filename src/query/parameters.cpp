#include "query/parameters.hpp"

namespace tenon::query {
namespace {

bool same_expression(const schema::Expression& left, const schema::Expression& right) {
  if (&left == &right) return true;
  if (left.kind != right.kind || left.type != right.type || left.element != right.element ||
      left.value != right.value || left.field != right.field || left.variable != right.variable ||
      left.bound != right.bound || left.operation != right.operation || left.role != right.role ||
      left.name != right.name || left.children.size() != right.children.size())
    return false;
  for (std::size_t i = 0; i < left.children.size(); ++i)
    if (!same_expression(*left.children[i], *right.children[i])) return false;
  return true;
}

}  // namespace

bool same_source(const ParameterSource& left, const ParameterSource& right) {
  if (left.kind != right.kind || left.type != right.type) return false;
  switch (left.kind) {
    case ParameterSource::Kind::context: return same_expression(*left.expression, *right.expression);
    case ParameterSource::Kind::old_column: return left.field == right.field;
    case ParameterSource::Kind::operand:
    case ParameterSource::Kind::probe: return left.operand == right.operand;
  }
  return false;
}

int LowerContext::add(ParameterSource source) {
  for (std::size_t i = 0; i < parameters.size(); ++i)
    if (same_source(parameters[i], source)) return static_cast<int>(i);
  parameters.push_back(std::move(source));
  return static_cast<int>(parameters.size()) - 1;
}

std::string LowerContext::fresh_alias() {
  return "t" + std::to_string(next_alias++);
}

}  // namespace tenon::query
