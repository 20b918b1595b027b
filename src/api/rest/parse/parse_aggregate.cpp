#include "api/rest/parse/filter.hpp"
#include "api/rest/parse/filter_group.hpp"
#include "api/rest/parse/names.hpp"
#include "api/rest/parse/requests.hpp"
#include "api/rest/parse/search.hpp"
#include "api/rest/parse/selection.hpp"
#include "query/aggregable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace tenon::api::rest {
namespace {

using Kind = query::Member::Kind;

struct Calculation {
  std::string_view word;
  Kind kind;
  bool (*fits)(const schema::Field&);
};
constexpr std::array calculations{
    Calculation{"sum", Kind::sum, query::can_sum},
    Calculation{"min", Kind::minimum, query::can_compare},
    Calculation{"max", Kind::maximum, query::can_compare},
    Calculation{"avg", Kind::average, query::can_sum},
};

const Calculation* find_calculation(std::string_view word) {
  const auto* found = std::ranges::find(calculations, word, &Calculation::word);
  return found == calculations.end() ? nullptr : found;
}

bool of_lists(ParameterKind kind) {
  return kind == ParameterKind::fields || kind == ParameterKind::include || kind == ParameterKind::cursor ||
         kind == ParameterKind::before || kind == ParameterKind::page || kind == ParameterKind::per_page;
}

/// Reads the parameters of one aggregate. Each word is a parameter of its own; with an operator in brackets it is a
/// field of that name: `count[eq]=3`.
class AggregateParser {
 public:
  AggregateParser(const schema::Resource& resource, query::Aggregate& operation, Faults& faults)
      : resource_(resource), operation_(operation), faults_(faults), conditions_(resource, operation, faults) {
    operation_.resource = &resource;
  }

  void read(const Parameter& parameter) {
    if (!parameter.bracket) {
      if (of_lists(parameter_kind(parameter)))
        return faults_.add(parameter.name, "unknown", "has a meaning for lists only");
      if (parameter.path == "or") return keep(parse_group(parameter.value, conditions_, faults_));
      if (parameter.path == "count") return count(parameter);
      if (parameter.path == "groupBy") return group_by(parameter);
      if (parameter.path == "sort") return sort_by(parameter);
      if (parameter.path == "limit") return limit_to(parameter);
      if (parameter.path == "search") return add_search(resource_, parameter, operation_, faults_);
      if (const auto* calculation = find_calculation(parameter.path)) return calculate(parameter, *calculation);
    }
    keep(conditions_.parse({parameter.name, parameter.path, parameter.bracket, parameter.value}));
  }

  void finish() {
    if (operation_.limit < 0) operation_.limit = operation_.add(query::limits::default_groups);
    std::vector<query::Member> members;
    for (const auto* field : operation_.group_by) members.push_back(member(Kind::field, field->name, field));
    if (counts_ || calculated_.empty()) members.push_back(member(Kind::count, "count", nullptr));
    for (auto& group : calculated_) members.push_back(std::move(group));
    for (const auto* field : operation_.group_by)
      if (std::ranges::count(members, field->name, &query::Member::name) > 1)
        faults_.add("groupBy", "conflict",
                    fmt::format("\"{}\" would be two things in one answer; GraphQL tells them apart", field->name));
    operation_.members = std::move(members);
  }

 private:
  static query::Member member(Kind kind, std::string name, const schema::Field* field) {
    query::Member made;
    made.kind = kind;
    made.name = std::move(name);
    made.field = field;
    return made;
  }

  void keep(std::optional<query::Filter> filter) {
    if (filter) operation_.filter.children.push_back(std::move(*filter));
  }

  void count(const Parameter& parameter) {
    if (parameter.value.empty() || parameter.value == "true") {
      counts_ = true;
      return;
    }
    faults_.add(parameter.name, "type", "takes no value");
  }

  /// The fields named in the value that `fits` takes; faults for the others.
  std::vector<const schema::Field*> named(const Parameter& parameter, bool (*fits)(const schema::Field&),
                                          std::string_view unfit) {
    std::vector<const schema::Field*> fields;
    for (const std::string_view name : split_at(parameter.value, ',')) {
      if (faults_.full()) break;
      const schema::Field* field = find_visible(resource_, name);
      if (!field)
        faults_.add(parameter.name, "unknown", unknown_field(resource_, name));
      else if (!fits(*field))
        faults_.add(parameter.name, "type", fmt::format("\"{}\" {}", name, unfit));
      else if (std::ranges::find(fields, field) == fields.end())
        fields.push_back(field);
    }
    return fields;
  }

  void calculate(const Parameter& parameter, const Calculation& calculation) {
    const bool number = calculation.fits == query::can_sum;
    auto group = member(Kind::group, std::string(calculation.word), nullptr);
    for (const auto* field :
         named(parameter, calculation.fits, number ? "is no number" : "has no least or greatest value"))
      group.members.push_back(member(calculation.kind, field->name, field));
    if (!group.members.empty()) calculated_.push_back(std::move(group));
  }

  void group_by(const Parameter& parameter) {
    operation_.group_by = named(parameter, query::can_group, "cannot be grouped by");
    if (operation_.group_by.size() > query::limits::max_group_fields)
      faults_.add(parameter.name, "limit",
                  fmt::format("At most {} fields to group by", query::limits::max_group_fields));
  }

  void limit_to(const Parameter& parameter) {
    const auto count = parse_count(parameter.value);
    if (!count || *count < 1 || *count > query::limits::max_groups)
      return faults_.add(parameter.name, "range",
                         fmt::format("must be a whole number from 1 to {}", query::limits::max_groups));
    operation_.limit = operation_.add(*count);
  }

  void sort_by(const Parameter& parameter) {
    const auto names = split_at(parameter.value, ',');
    if (names.size() > query::limits::max_sort_keys)
      return faults_.add(parameter.name, "limit", fmt::format("At most {} sort keys", query::limits::max_sort_keys));
    for (std::string_view name : names) {
      query::GroupSort key;
      key.descending = name.starts_with('-');
      if (key.descending) name.remove_prefix(1);
      if (sort_key(parameter, name, key)) operation_.sort.push_back(key);
    }
  }

  /// `count`, `sum.views`, or a field that groups.
  bool sort_key(const Parameter& parameter, std::string_view name, query::GroupSort& key) {
    if (name == "count") {
      key.kind = Kind::count;
      return true;
    }
    const auto dot = name.find('.');
    const auto* calculation = dot == std::string_view::npos ? nullptr : find_calculation(name.substr(0, dot));
    if (calculation) {
      key.kind = calculation->kind;
      key.field = find_visible(resource_, name.substr(dot + 1));
      if (key.field && calculation->fits(*key.field)) return true;
    } else {
      key.field = find_visible(resource_, name);
      if (key.field && std::ranges::find(operation_.group_by, key.field) != operation_.group_by.end()) return true;
    }
    faults_.add(
        parameter.name, "unknown",
        fmt::format("\"{}\" is not one of count, sum.field, min.field, max.field, avg.field and the fields of groupBy",
                    name.substr(0, 64)));
    return false;
  }

  const schema::Resource& resource_;
  query::Aggregate& operation_;
  Faults& faults_;
  FilterParser conditions_;
  std::vector<query::Member> calculated_;
  bool counts_ = false;
};

bool is_word(const Parameter& parameter) {
  static constexpr std::array<std::string_view, 5> others{"count", "groupBy", "sort", "limit", "search"};
  return !parameter.bracket &&
         (find_calculation(parameter.path) || std::ranges::find(others, parameter.path) != others.end());
}

/// Lists of fields may be given in pieces, as many clients send lists: min=a&min=b is min=a,b.
void join_pieces(std::vector<Parameter>& parameters) {
  std::vector<Parameter> joined;
  for (auto& next : parameters) {
    const bool list = !next.bracket && (find_calculation(next.path) || next.path == "groupBy");
    const auto earlier = list ? std::ranges::find(joined, next.name, &Parameter::name) : joined.end();
    if (earlier == joined.end())
      joined.push_back(std::move(next));
    else
      earlier->value += ',' + next.value;
  }
  parameters = std::move(joined);
}

}  // namespace

base::Result<query::Aggregate> parse_aggregate(const schema::Resource& resource, const http::QueryParameters& query) {
  query::Aggregate operation;
  Faults faults;
  auto parameters = split_parameters(query, faults);
  join_pieces(parameters);
  // Sorting looks at what is grouped by.
  std::ranges::stable_partition(parameters, [](const Parameter& each) { return each.name == "groupBy"; });
  AggregateParser parser(resource, operation, faults);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto before = std::span(parameters).first(i);
    if (is_word(parameters[i]) && std::ranges::find(before, parameters[i].name, &Parameter::name) != before.end())
      faults.add(parameters[i].name, "duplicate", "is given twice");
    else
      parser.read(parameters[i]);
  }
  parser.finish();
  if (!faults.empty()) return base::unexpected(std::move(faults).bad_request());
  return operation;
}

}  // namespace tenon::api::rest
