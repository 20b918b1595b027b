#include "query/explain/index_advice.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace tenon::query {
namespace {

using Fields = std::vector<const schema::Field*>;

/// The table of the outermost rows; the planner gives out aliases in this order.
constexpr std::string_view own_alias = "t0";

std::string_view trimmed(std::string_view line) {
  const auto begin = line.find_first_not_of(" ->");
  return begin == std::string_view::npos ? std::string_view() : line.substr(begin);
}

bool is_postgres(const std::vector<std::string>& plan) {
  return std::ranges::any_of(plan, [](const std::string& line) { return line.find(" on ") != std::string::npos; });
}

/// "SCAN t0", "SCAN t0 USING INDEX …"
bool reads_whole_sqlite(const std::vector<std::string>& plan) {
  const auto scan = "SCAN " + std::string(own_alias);
  return std::ranges::any_of(plan, [&](const std::string& line) {
    return line.starts_with(scan) && (line.size() == scan.size() || line[scan.size()] == ' ');
  });
}

/// A scan of the table without "Index Cond:" among the lines below it.
bool reads_whole_postgres(const std::vector<std::string>& plan) {
  const auto on_own = " " + std::string(own_alias);
  for (std::size_t i = 0; i < plan.size(); ++i) {
    if (!plan[i].ends_with(on_own) || plan[i].find("Scan") == std::string::npos) continue;
    if (plan[i].find("Bitmap") != std::string::npos) continue;
    bool found = false;
    for (auto j = i + 1; j < plan.size() && !found && plan[j].find("->") == std::string::npos; ++j)
      found = trimmed(plan[j]).starts_with("Index Cond:");
    if (!found) return true;
  }
  return false;
}

/// Of the outermost rows: sorts inside nested selects are bounded by what belongs to one row.
bool sorts(const std::vector<std::string>& plan) {
  for (const auto& line : plan) {
    const auto step = trimmed(line);
    if (step.starts_with("SubPlan") || step.starts_with("InitPlan") || step.starts_with("CTE")) return false;
    if (line.starts_with("USE TEMP B-TREE FOR") && line.ends_with("ORDER BY")) return true;
    if (step == "Sort" || step == "Incremental Sort") return true;
  }
  return false;
}

/// What the conditions that must all hold say about own columns.
struct Wanted {
  Fields equal;
  Fields ranges;
  Fields inside_text;  ///< contains, endsWith
};

void collect(const Filter& filter, Wanted& wanted) {
  if (filter.kind == Filter::Kind::all_of)
    for (const auto& child : filter.children) collect(child, wanted);
  if (filter.kind != Filter::Kind::compare || !filter.path.hops.empty()) return;
  const auto add = [&](Fields& fields) {
    if (std::ranges::find(fields, filter.path.field) == fields.end()) fields.push_back(filter.path.field);
  };
  switch (filter.comparison) {
    case Comparison::equal:
    case Comparison::in:
    case Comparison::is_null: return add(wanted.equal);
    case Comparison::less:
    case Comparison::less_equal:
    case Comparison::greater:
    case Comparison::greater_equal:
    case Comparison::starts_with: return add(wanted.ranges);
    case Comparison::contains:
    case Comparison::ends_with: return add(wanted.inside_text);
    case Comparison::not_equal:
    case Comparison::not_in:
    case Comparison::has_element: return;
  }
}

bool is_key(const schema::Field* field) {
  return field == field->owner_type->id || field->unique;
}

/// Whether an index of the schema begins with the first `any_order` fields in any order, and then goes on with the
/// rest.
bool is_indexed(const schema::Resource& resource, const Fields& fields, std::size_t any_order) {
  std::vector<Fields> indexes;
  for (const auto& index : resource.indexes) indexes.push_back({index.fields.begin(), index.fields.end()});
  for (const auto& field : resource.fields)
    if (field->indexed || field->unique || field->kind == schema::FieldKind::to_one) indexes.push_back({field.get()});
  return std::ranges::any_of(indexes, [&](const Fields& index) {
    if (index.size() < fields.size()) return false;
    const auto middle = static_cast<std::ptrdiff_t>(any_order);
    return std::is_permutation(fields.begin(), fields.begin() + middle, index.begin(), index.begin() + middle) &&
           std::equal(fields.begin() + middle, fields.end(), index.begin() + middle);
  });
}

std::string directive(const Fields& fields) {
  std::string text = "@index(fields: [";
  for (std::size_t i = 0; i < fields.size(); ++i) text += (i > 0 ? ", \"" : "\"") + fields[i]->name + "\"";
  return text + "])";
}

struct Findings {
  bool whole = false;
  bool sorted = false;
};

Findings look(const schema::Resource& resource, const std::vector<db::ExplainedStatement>& statements) {
  Findings findings;
  const auto from = "FROM \"" + resource.table + "\" AS \"" + std::string(own_alias) + "\"";
  for (const auto& statement : statements) {
    if (statement.statement.text.find(from) == std::string::npos) continue;
    const auto& plan = statement.plan_by_index;
    findings.whole = findings.whole || (is_postgres(plan) ? reads_whole_postgres(plan) : reads_whole_sqlite(plan));
    findings.sorted = findings.sorted || sorts(plan);
  }
  return findings;
}

std::vector<IndexAdvice> advise(const schema::Resource& resource, const Filter& filter,
                                const std::vector<SortKey>& sort,
                                const std::vector<db::ExplainedStatement>& statements) {
  const auto found = look(resource, statements);
  Wanted wanted;
  collect(filter, wanted);
  std::vector<IndexAdvice> advice;
  if (std::ranges::any_of(wanted.equal, is_key)) return advice;
  Fields order;
  bool served = true;
  for (const auto& key : sort) {
    if (key.field == resource.id) break;
    order.push_back(key.field);
    served = served && key.descending == sort.front().descending && key.field->rules.empty();
  }
  auto fields = wanted.equal;
  if (!order.empty() && served)
    fields.insert(fields.end(), order.begin(), order.end());
  else if (!wanted.ranges.empty())
    fields.push_back(wanted.ranges.front());
  std::erase_if(fields, [&](const auto* field) { return field == resource.id; });

  const bool filtered = !wanted.equal.empty() || !wanted.ranges.empty();
  const bool reads_for_filter = found.whole && filtered;
  if ((reads_for_filter || (found.sorted && served)) && !fields.empty() &&
      !is_indexed(resource, fields, wanted.equal.size())) {
    std::string reason = reads_for_filter ? "the filter reads every " + resource.name : "";
    if (found.sorted) reason += (reason.empty() ? "every " : ", and every ") + resource.name + " found is sorted";
    advice.push_back({std::move(reason), "add " + directive(fields) + " to " + resource.name});
  }
  if (found.sorted && !served)
    advice.push_back({"every " + resource.name + " found is sorted",
                      "no index serves an order with keys in both directions or with a READ rule of their own"});
  if (found.whole && !filtered && !wanted.inside_text.empty())
    advice.push_back({"the filter reads every " + resource.name,
                      "no index finds a text by its middle or end: @search(fields: [\"" +
                          wanted.inside_text.front()->name + "\"]) and ?search= find words"});
  return advice;
}

}  // namespace

std::vector<IndexAdvice> missing_indexes(const List& operation, const std::vector<db::ExplainedStatement>& statements) {
  return advise(*operation.selection.resource, operation.filter, operation.sort, statements);
}

std::vector<IndexAdvice> missing_indexes(const Aggregate& operation,
                                         const std::vector<db::ExplainedStatement>& statements) {
  return advise(*operation.resource, operation.filter, {}, statements);
}

}  // namespace tenon::query
