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
  filter,           ///< everything else: a field, or a path to one
  group,            ///< or=(…)
  fields,           ///< fields=a,b and fields[relation]=a,b
  include,          ///< include=relation,relation.relation
  sort,             ///< sort=-a,b and sort[relation]=a
  limit,            ///< limit=20 and limit[relation]=10
  cursor,           ///< cursor=…
  before,           ///< before=…
  page,             ///< page=2
  per_page,         ///< perPage=20
  search,           ///< search=words
  included_filter,  ///< filter[relation]=(…)
};

/// One name that has a meaning by itself.
struct ReservedParameter {
  std::string_view name;
  ParameterKind kind;
  bool takes_relation;  ///< has a form with the path of an include in brackets: limit[comments]
  bool is_list;         ///< names separated by commas; may also be repeated: sort=a&sort=b is sort=a,b
};
/// All of them: what parsing and documents go by.
std::span<const ReservedParameter> reserved_parameters();

ParameterKind parameter_kind(const Parameter& parameter);

/// Takes names apart, and joins what a list is given in pieces; a name with unbalanced or repeated brackets is a fault
/// and left out.
std::vector<Parameter> split_parameters(const http::QueryParameters& query, Faults& faults);

}  // namespace tenon::api::rest
