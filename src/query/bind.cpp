#include "query/bind.hpp"

#include "access/evaluate.hpp"

#include <cassert>

namespace tenon::query {

std::vector<base::Value> bind_parameters(std::span<const ParameterSource> sources,
                                         std::span<const base::Value> operands, const access::Principal& principal,
                                         const RowValues* old) {
  std::vector<base::Value> values;
  values.reserve(sources.size());
  for (const auto& source : sources) {
    switch (source.kind) {
      case ParameterSource::Kind::operand: values.push_back(operands[source.operand]); break;
      case ParameterSource::Kind::probe: values.push_back(std::get<std::int64_t>(operands[source.operand]) + 1); break;
      case ParameterSource::Kind::context:
        values.push_back(access::evaluate_context(*source.expression, principal));
        break;
      case ParameterSource::Kind::old_column:
        assert(old && "only update checks look at the stored row");
        values.push_back(old->get(*source.field));
        break;
    }
  }
  return values;
}

}  // namespace tenon::query
