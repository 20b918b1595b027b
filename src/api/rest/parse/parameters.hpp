#pragma once
#include "api/rest/parse/faults.hpp"
#include "http/url.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tenon::api::rest {

/// One query parameter, `views[gte]=10`, taken apart.
struct Parameter {
  std::string name;                    ///< "views[gte]", as sent: what messages call it
  std::string path;                    ///< "views"
  std::optional<std::string> bracket;  ///< "gte"
  std::string value;                   ///< "10"
};

/// What a parameter is for. Names of this table win over fields of the same name; such a field is filtered by with an
/// operator in brackets (`page[eq]=3`).
enum class ParameterKind : std::uint8_t {
  filter,    ///< everything else: a field, or a path to one
  group,     ///< or=(…)
  fields,    ///< fields=a,b and fields[relation]=a,b
  include,   ///< include=relation,relation.relation
  sort,      ///< sort=-a,b and sort[relation]=a
  limit,     ///< limit=20 and limit[relation]=10
  cursor,    ///< cursor=…
  page,      ///< page=2
  per_page,  ///< perPage=20
  search,    ///< search=words
};

/// What has meaning by itself, for "did you mean".
std::span<const std::string_view> reserved_parameters();

ParameterKind parameter_kind(const Parameter& parameter);

/// Takes names apart; a name with unbalanced or repeated brackets is a fault and left out.
std::vector<Parameter> split_parameters(const http::QueryParameters& query, Faults& faults);

}  // namespace tenon::api::rest
