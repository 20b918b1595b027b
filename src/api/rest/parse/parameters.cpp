#include "api/rest/parse/parameters.hpp"

#include "api/rest/parse/operators.hpp"

#include <algorithm>
#include <array>

namespace tenon::api::rest {
namespace {

constexpr std::array<std::string_view, 9> reserved{"or",     "fields", "include", "sort",  "limit",
                                                   "cursor", "page",   "perPage", "search"};
constexpr std::array kinds{ParameterKind::group, ParameterKind::fields,   ParameterKind::include,
                           ParameterKind::sort,  ParameterKind::limit,    ParameterKind::cursor,
                           ParameterKind::page,  ParameterKind::per_page, ParameterKind::search};

bool takes_relation(ParameterKind kind) {
  return kind == ParameterKind::fields || kind == ParameterKind::sort || kind == ParameterKind::limit;
}

}  // namespace

std::span<const std::string_view> reserved_parameters() {
  return reserved;
}

ParameterKind parameter_kind(const Parameter& parameter) {
  const auto* found = std::ranges::find(reserved, parameter.path);
  if (found == reserved.end()) return ParameterKind::filter;
  const ParameterKind kind = kinds[static_cast<std::size_t>(found - reserved.begin())];
  if (!parameter.bracket) return kind;
  if (find_operator(*parameter.bracket) || !takes_relation(kind)) return ParameterKind::filter;
  return kind;
}

std::vector<Parameter> split_parameters(const http::QueryParameters& query, Faults& faults) {
  std::vector<Parameter> parameters;
  parameters.reserve(query.size());
  for (const auto& [name, value] : query) {
    const std::size_t open = name.find_first_of("[]");
    if (open == std::string::npos) {
      parameters.push_back({name, name, std::nullopt, value});
      continue;
    }
    const bool well_formed =
        name[open] == '[' && name.find_first_of("[]", open + 1) == name.size() - 1 && name.back() == ']';
    if (!well_formed) {
      faults.add(name, "syntax", "Brackets hold one operator at the end of a name, as in views[gte]");
      continue;
    }
    parameters.push_back({name, name.substr(0, open), name.substr(open + 1, name.size() - open - 2), value});
  }
  return parameters;
}

}  // namespace tenon::api::rest
