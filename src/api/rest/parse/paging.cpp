#include "api/rest/parse/paging.hpp"

#include "api/rest/parse/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tenon::api::rest {
namespace {

const Parameter* find(std::span<const Parameter> parameters, ParameterKind kind) {
  for (const Parameter& parameter : parameters)
    if (!parameter.bracket && parameter_kind(parameter) == kind) return &parameter;
  return nullptr;
}

std::int64_t number(const Parameter* parameter, std::int64_t otherwise, std::int64_t most, Faults& faults) {
  if (!parameter) return otherwise;
  const auto count = parse_count(parameter->value);
  if (count && *count >= 1 && *count <= most) return *count;
  faults.add(parameter->name, "range", fmt::format("must be a whole number from 1 to {}", most));
  return otherwise;
}

void refuse(const Parameter* parameter, Faults& faults) {
  if (parameter)
    faults.add(parameter->name, "conflict", "Page either by limit and cursor or by page and perPage, not by both");
}

}  // namespace

void parse_paging(const schema::Resource& resource, std::span<const Parameter> parameters,
                  const ReadCursor& read_cursor, ListRequest& request, Faults& faults) {
  const Parameter* limit = find(parameters, ParameterKind::limit);
  const Parameter* cursor = find(parameters, ParameterKind::cursor);
  const Parameter* before = find(parameters, ParameterKind::before);
  const Parameter* page = find(parameters, ParameterKind::page);
  const Parameter* per_page = find(parameters, ParameterKind::per_page);
  query::List& operation = request.operation;
  const std::int64_t most = resource.max_page_size;
  const std::int64_t usual = std::min(query::limits::default_page_size, most);

  if (page || per_page) {
    refuse(limit, faults);
    refuse(cursor, faults);
    refuse(before, faults);
    request.page.by_number = true;
    request.page.size = number(per_page, usual, most, faults);
    request.page.number = number(page, 1, query::limits::max_offset / request.page.size + 1, faults);
    operation.offset = query::OffsetPage{operation.add((request.page.number - 1) * request.page.size)};
    operation.limit = operation.add(request.page.size);
    return;
  }
  request.page.size = number(limit, usual, most, faults);
  operation.limit = operation.add(request.page.size);
  request.page.continued = cursor || before;
  // A cursor is bound to the sort; with a wrong sort only the sort is worth complaining about.
  if (!faults.empty()) return;
  const auto read = [&](const Parameter* parameter, std::vector<query::Operand>& to) {
    if (!parameter) return;
    auto values = read_cursor(parameter->value, resource, operation.sort);
    if (!values) return faults.add(parameter->name, "invalid", std::string(values.error().text()));
    for (base::Value& value : *values) to.push_back(operation.add(std::move(value)));
  };
  read(cursor, operation.cursor.after);
  read(before, operation.cursor.before);
}

}  // namespace tenon::api::rest
