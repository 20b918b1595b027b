#include "api/rest/parse/names.hpp"
#include "api/rest/parse/requests.hpp"
#include "api/rest/parse/selection.hpp"
#include "api/rest/parse/single_values.hpp"

#include <utility>

namespace tenon::api::rest {
namespace {

constexpr std::string_view only_lists = "has a meaning for lists only";

/// The parameters that shape one row; true if `parameter` was one.
bool shape_row(SelectionParser& selection, FilterParser& conditions, const Parameter& parameter) {
  switch (parameter_kind(parameter)) {
    case ParameterKind::include: return true;
    case ParameterKind::fields: selection.fields(parameter); return true;
    case ParameterKind::limit:
      if (parameter.bracket) selection.included_limit(parameter);
      return parameter.bracket.has_value();
    case ParameterKind::sort:
      if (parameter.bracket) selection.included_sort(parameter);
      return parameter.bracket.has_value();
    case ParameterKind::included_filter: selection.included_filter(parameter, conditions); return true;
    case ParameterKind::filter:
    case ParameterKind::group:
    case ParameterKind::cursor:
    case ParameterKind::before:
    case ParameterKind::page:
    case ParameterKind::per_page:
    case ParameterKind::search: return false;
  }
  return false;
}

void refuse(const schema::Resource& resource, const Parameter& parameter, Faults& faults) {
  const bool known = parameter_kind(parameter) != ParameterKind::filter || find_visible(resource, parameter.path);
  faults.add(parameter.name, "unknown", known ? std::string(only_lists) : unknown_parameter(resource, parameter.path));
}

}  // namespace

base::Result<query::Get> parse_get(const schema::Resource& resource, base::Value id,
                                   const http::QueryParameters& query) {
  query::Get operation;
  operation.id = operation.add(std::move(id));
  if (query.empty()) {
    operation.selection = default_selection(resource);
    return operation;
  }
  Faults faults;
  const auto parameters = split_parameters(query, faults);
  check_single_values(parameters, faults);
  SelectionParser selection(resource, operation, faults);
  FilterParser conditions(resource, operation, faults);
  for (const Parameter& parameter : parameters)
    if (parameter_kind(parameter) == ParameterKind::include) selection.include(parameter);
  for (const Parameter& parameter : parameters)
    if (!shape_row(selection, conditions, parameter)) refuse(resource, parameter, faults);
  operation.selection = std::move(selection).finish();
  if (!faults.empty()) return base::unexpected(std::move(faults).bad_request());
  return operation;
}

base::Result<query::Selection> parse_answer_fields(const schema::Resource& resource,
                                                   const http::QueryParameters& query) {
  if (query.empty()) return default_selection(resource);
  Faults faults;
  query::Operation unused;
  const auto parameters = split_parameters(query, faults);
  check_single_values(parameters, faults);
  SelectionParser selection(resource, unused, faults);
  for (const Parameter& parameter : parameters) {
    if (parameter_kind(parameter) == ParameterKind::fields && !parameter.bracket)
      selection.fields(parameter);
    else
      faults.add(parameter.name, "unknown", "A write takes no parameter but fields");
  }
  query::Selection chosen = std::move(selection).finish();
  if (!faults.empty()) return base::unexpected(std::move(faults).bad_request());
  return chosen;
}

base::Result<void> parse_nothing(const http::QueryParameters& query) {
  Faults faults;
  for (const auto& [name, value] : query) faults.add(name, "unknown", "This request takes no parameters");
  if (!faults.empty()) return base::unexpected(std::move(faults).bad_request());
  return {};
}

}  // namespace tenon::api::rest
