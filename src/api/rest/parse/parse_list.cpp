#include "api/rest/parse/filter.hpp"
#include "api/rest/parse/filter_group.hpp"
#include "api/rest/parse/paging.hpp"
#include "api/rest/parse/requests.hpp"
#include "api/rest/parse/search.hpp"
#include "api/rest/parse/selection.hpp"
#include "api/rest/parse/single_values.hpp"
#include "api/rest/parse/sort.hpp"

#include <utility>

namespace tenon::api::rest {
base::Result<ListRequest> parse_list(const schema::Resource& resource, const std::optional<ParentKey>& parent,
                                     const http::QueryParameters& query, const ReadCursor& read_cursor) {
  ListRequest request;
  query::List& operation = request.operation;
  if (parent) operation.parent = query::Parent{parent->relation, operation.add(parent->id)};

  Faults faults;
  const auto parameters = split_parameters(query, faults);
  check_single_values(parameters, faults);
  SelectionParser selection(resource, operation, faults);
  for (const Parameter& parameter : parameters)
    if (parameter_kind(parameter) == ParameterKind::include) selection.include(parameter);

  FilterParser conditions(resource, operation, faults);
  const auto keep = [&operation](std::optional<query::Filter> filter) {
    if (filter) operation.filter.children.push_back(std::move(*filter));
  };
  for (const Parameter& parameter : parameters) {
    switch (parameter_kind(parameter)) {
      case ParameterKind::filter:
        keep(conditions.parse({parameter.name, parameter.path, parameter.bracket, parameter.value}));
        break;
      case ParameterKind::group: keep(parse_group(parameter.value, conditions, faults)); break;
      case ParameterKind::fields: selection.fields(parameter); break;
      case ParameterKind::sort:
        if (parameter.bracket)
          selection.included_sort(parameter);
        else
          operation.sort = parse_sort(resource, parameter.name, parameter.value, faults);
        break;
      case ParameterKind::limit:
        if (parameter.bracket) selection.included_limit(parameter);
        break;
      case ParameterKind::included_filter: selection.included_filter(parameter, conditions); break;
      case ParameterKind::search: add_search(resource, parameter, operation, faults); break;
      case ParameterKind::include:
      case ParameterKind::cursor:
      case ParameterKind::before:
      case ParameterKind::page:
      case ParameterKind::per_page: break;
    }
  }
  parse_paging(resource, parameters, read_cursor, request, faults);
  operation.selection = std::move(selection).finish();
  if (!faults.empty()) return base::unexpected(std::move(faults).bad_request());
  return request;
}

}  // namespace tenon::api::rest
