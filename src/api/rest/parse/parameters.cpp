#include "api/rest/parse/parameters.hpp"

#include "api/rest/parse/operators.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tenon::api::rest {
namespace {

constexpr std::array table{
    ReservedParameter{"or", ParameterKind::group, false, false},
    ReservedParameter{"fields", ParameterKind::fields, true, true},
    ReservedParameter{"include", ParameterKind::include, false, true},
    ReservedParameter{"sort", ParameterKind::sort, true, true},
    ReservedParameter{"limit", ParameterKind::limit, true, false},
    ReservedParameter{"cursor", ParameterKind::cursor, false, false},
    ReservedParameter{"before", ParameterKind::before, false, false},
    ReservedParameter{"page", ParameterKind::page, false, false},
    ReservedParameter{"perPage", ParameterKind::per_page, false, false},
    ReservedParameter{"search", ParameterKind::search, false, false},
};

/// The row that gives a parameter its meaning; null for filters.
const ReservedParameter* find_reserved(const Parameter& parameter) {
  const auto found = std::ranges::find(table, parameter.path, &ReservedParameter::name);
  if (found == table.end()) return nullptr;
  const bool filter = parameter.bracket && (find_operator(*parameter.bracket) || !found->takes_relation);
  return filter ? nullptr : &*found;
}

/// Appends to an earlier piece of the same list; false if there is none.
bool join_list(std::vector<Parameter>& parameters, const Parameter& next) {
  const auto* reserved = find_reserved(next);
  if (!reserved || !reserved->is_list) return false;
  const auto earlier = std::ranges::find(parameters, next.name, &Parameter::name);
  if (earlier == parameters.end()) return false;
  earlier->value += ',' + next.value;
  return true;
}

}  // namespace

std::span<const ReservedParameter> reserved_parameters() {
  return table;
}

ParameterKind parameter_kind(const Parameter& parameter) {
  // Without a bracket it is a field like any other.
  if (parameter.path == "filter" && parameter.bracket && !find_operator(*parameter.bracket))
    return ParameterKind::included_filter;
  const auto* reserved = find_reserved(parameter);
  return reserved ? reserved->kind : ParameterKind::filter;
}

std::vector<Parameter> split_parameters(const http::QueryParameters& query, Faults& faults) {
  std::vector<Parameter> parameters;
  parameters.reserve(query.size());
  for (const auto& [name, value] : query) {
    const std::size_t open = name.find_first_of("[]");
    if (open == std::string::npos) {
      Parameter whole{name, name, std::nullopt, value};
      if (!join_list(parameters, whole)) parameters.push_back(std::move(whole));
      continue;
    }
    const bool well_formed =
        name[open] == '[' && name.find_first_of("[]", open + 1) == name.size() - 1 && name.back() == ']';
    if (!well_formed) {
      faults.add(name, "syntax", "Brackets hold one operator at the end of a name, as in views[gte]");
      continue;
    }
    Parameter taken{name, name.substr(0, open), name.substr(open + 1, name.size() - open - 2), value};
    if (!join_list(parameters, taken)) parameters.push_back(std::move(taken));
  }
  return parameters;
}

}  // namespace tenon::api::rest
