#include "api/rest/parse/filter.hpp"

#include "api/rest/parse/names.hpp"
#include "api/rest/parse/operators.hpp"
#include "schema/input.hpp"

#include <fmt/format.h>

namespace tenon::api::rest {
namespace {

using query::Comparison;

bool is_text_search(Comparison comparison) {
  return comparison == Comparison::contains || comparison == Comparison::starts_with ||
         comparison == Comparison::ends_with;
}

/// E-mail addresses are stored in lower case; a piece of one is compared the same way.
std::string as_stored(const schema::Field& field, std::string_view piece) {
  std::string text(piece);
  if (field.kind != schema::FieldKind::scalar || field.scalar != schema::Scalar::email) return text;
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

}  // namespace

std::optional<std::vector<std::string>> split_list(std::string_view text) {
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ',') {
      parts.emplace_back();
    } else if (text[i] != '\\') {
      parts.back() += text[i];
    } else if (i + 1 < text.size() && (text[i + 1] == ',' || text[i + 1] == '\\')) {
      parts.back() += text[++i];
    } else {
      return std::nullopt;
    }
  }
  return parts;
}

std::optional<query::Filter> FilterParser::parse(const Condition& condition) {
  if (++terms_ > query::limits::max_filter_terms) {
    if (terms_ == query::limits::max_filter_terms + 1)
      faults_.add(std::string(condition.parameter), "limit",
                  fmt::format("At most {} conditions in one request", query::limits::max_filter_terms));
    return std::nullopt;
  }
  auto path = resolve(condition);
  if (!path) return std::nullopt;
  const auto how = comparison(condition, *path->field);
  if (!how) return std::nullopt;

  query::Filter filter;
  filter.kind = query::Filter::Kind::compare;
  filter.path = std::move(*path);
  filter.comparison = *how;
  if (!add_operands(condition, filter)) return std::nullopt;
  return filter;
}

std::optional<query::FieldPath> FilterParser::resolve(const Condition& condition) {
  query::FieldPath path;
  const schema::Resource* resource = resource_;
  const auto names = split_at(condition.path, '.');
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool last = i + 1 == names.size();
    const schema::Field* field = find_visible(*resource, names[i]);
    if (!field) {
      faults_.add(std::string(condition.parameter), "unknown",
                  i == 0 ? unknown_parameter(*resource, names[i]) : unknown_field(*resource, names[i]));
      return std::nullopt;
    }
    if (last && field->stored()) {
      path.field = field;
      break;
    }
    if (!field->target) {
      faults_.add(std::string(condition.parameter), "type",
                  fmt::format("\"{}\" is {}, not a relation: nothing follows it", field->name, kind_of_value(*field)));
      return std::nullopt;
    }
    path.hops.push_back(field);
    resource = field->target;
    // A list relation by itself stands for the keys of its rows.
    if (last) path.field = resource->id;
    if (path.hops.size() > query::limits::max_filter_hops) {
      faults_.add(std::string(condition.parameter), "limit",
                  fmt::format("A path goes over at most {} relations", query::limits::max_filter_hops));
      return std::nullopt;
    }
  }
  return path;
}

std::optional<Comparison> FilterParser::comparison(const Condition& condition, const schema::Field& field) {
  const std::string_view word = condition.operator_.value_or("eq");
  const auto found = find_operator(word);
  if (found && operator_fits(field, *found)) {
    return *found == Comparison::contains && field.list ? Comparison::has_element : *found;
  }
  faults_.add(std::string(condition.parameter), "operator",
              fmt::format("{}: \"{}\" is {} and takes {}", found ? "This operator does not fit" : "Unknown operator",
                          field.name, kind_of_value(field), fitting_operators(field)));
  return std::nullopt;
}

bool FilterParser::add_operands(const Condition& condition, query::Filter& filter) {
  if (filter.comparison == Comparison::in || filter.comparison == Comparison::not_in)
    return add_list(condition, filter);
  auto operand = value(condition, filter, condition.value);
  if (!operand) return false;
  filter.operands.push_back(operation_.add(std::move(*operand)));
  return true;
}

bool FilterParser::add_list(const Condition& condition, query::Filter& filter) {
  const auto parts = split_list(condition.value);
  if (!parts) {
    faults_.add(std::string(condition.parameter), "syntax",
                "In a list a backslash stands only before a comma or another backslash");
    return false;
  }
  if (parts->size() > query::limits::max_in_values) {
    faults_.add(std::string(condition.parameter), "limit",
                fmt::format("At most {} values in one list", query::limits::max_in_values));
    return false;
  }
  for (const std::string& part : *parts) {
    auto operand = value(condition, filter, part);
    if (!operand) return false;
    filter.operands.push_back(operation_.add(std::move(*operand)));
  }
  return true;
}

std::optional<base::Value> FilterParser::value(const Condition& condition, const query::Filter& filter,
                                               std::string_view text) {
  if (filter.comparison == Comparison::is_null) {
    if (text == "true" || text == "false") return base::Value(text == "true");
    faults_.add(std::string(condition.parameter), "type", "must be true or false");
    return std::nullopt;
  }
  const schema::Field& field = *filter.path.field;
  if (is_text_search(filter.comparison)) return base::Value(as_stored(field, text));
  auto checked = schema::check_text(field, text);
  if (checked) return std::move(*checked);
  base::ErrorDetail detail = std::move(checked).error();
  detail.field = condition.parameter;
  faults_.add(std::move(detail));
  return std::nullopt;
}

}  // namespace tenon::api::rest
