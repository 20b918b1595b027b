#include "query/explain/operation_words.hpp"

#include "base/json_writer.hpp"
#include "query/lower_selection.hpp"

#include <algorithm>
#include <utility>

namespace tenon::query {
namespace {

constexpr std::size_t longest_shown = 80;

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string_view said(Comparison comparison) {
  switch (comparison) {
    case Comparison::equal: return "is";
    case Comparison::not_equal: return "has a value other than";
    case Comparison::less: return "is less than";
    case Comparison::less_equal: return "is at most";
    case Comparison::greater: return "is greater than";
    case Comparison::greater_equal: return "is at least";
    case Comparison::in: return "is one of";
    case Comparison::not_in: return "has a value that is none of";
    case Comparison::contains: return "contains";
    case Comparison::starts_with: return "begins with";
    case Comparison::ends_with: return "ends with";
    case Comparison::has_element: return "has the element";
    case Comparison::is_null: return "has no value";
  }
  return {};
}

/// Words of one operation, whose values they show.
class Words {
 public:
  explicit Words(const std::vector<base::Value>& operands) : operands_(operands) {}

  std::string value(Operand operand) const { return shown(operands_[static_cast<std::size_t>(operand)]); }

  std::string filter(const Filter& filter, bool inside = false) const {
    switch (filter.kind) {
      case Filter::Kind::compare: return compare(filter);
      case Filter::Kind::related:
        return "some row of " + filter.path.field->name + " where " + join(filter.children, " and ", true);
      case Filter::Kind::all_of: return filter.children.empty() ? "every row" : join(filter.children, " and ", inside);
      case Filter::Kind::any_of: return filter.children.empty() ? "no row" : join(filter.children, " or ", inside);
    }
    return {};
  }

  std::string order(const schema::Resource& resource, const std::vector<SortKey>& sort) const {
    std::vector<std::string> words;
    for (const auto& key : with_id(resource, sort))
      words.push_back(key.field->name + (key.descending ? " descending" : ""));
    return listed(words);
  }

  void includes(const Selection& selection, const std::string& before, std::vector<Wording>& out) const {
    for (const auto& include : selection.includes) {
      const auto path = before + include.relation->name;
      auto words = path + ": ";
      const auto& rows = *include.selection.resource;
      if (include.relation->is_list_relation())
        words += "up to " + value(include.limit) + " " + rows.name + " each, by " + order(rows, include.sort) +
                 (is_everything(include.filter) ? "" : ", where " + filter(include.filter));
      else
        words += "the " + rows.name;
      out.push_back({"include", words + ": " + fields(include.selection)});
      includes(include.selection, path + ".", out);
    }
  }

  static std::string fields(const Selection& selection) {
    std::vector<std::string> names;
    for (const auto* field : selection.fields) names.push_back(field->name);
    return listed(names);
  }

  static bool is_everything(const Filter& filter) {
    return filter.kind == Filter::Kind::all_of && filter.children.empty();
  }

 private:
  std::string compare(const Filter& filter) const {
    std::string text;
    for (const auto* hop : filter.path.hops) text += hop->name + ".";
    text += filter.path.field->name;
    if (filter.comparison == Comparison::is_null) {
      const auto* wanted = std::get_if<bool>(&operands_[static_cast<std::size_t>(filter.operands.front())]);
      return text + (wanted && !*wanted ? " has a value" : " has no value");
    }
    text += " " + std::string(said(filter.comparison)) + " ";
    std::vector<std::string> values;
    for (const auto operand : filter.operands) values.push_back(value(operand));
    return text + listed(values);
  }

  std::string join(const std::vector<Filter>& children, std::string_view between, bool inside) const {
    if (children.size() == 1) return filter(children.front(), inside);
    std::string text;
    for (const auto& child : children) text += (text.empty() ? "" : std::string(between)) + filter(child, true);
    return inside ? "(" + text + ")" : text;
  }

  const std::vector<base::Value>& operands_;
};

using Resources = std::vector<const schema::Resource*>;

void add(Resources& resources, const schema::Resource* resource) {
  if (resource && std::ranges::find(resources, resource) == resources.end()) resources.push_back(resource);
}

void add(Resources& resources, const Filter& filter) {
  for (const auto* hop : filter.path.hops) add(resources, hop->target);
  if (filter.kind == Filter::Kind::related) add(resources, filter.path.field->target);
  for (const auto& child : filter.children) add(resources, child);
}

void add(Resources& resources, const Selection& selection) {
  add(resources, selection.resource);
  for (const auto& include : selection.includes) {
    add(resources, include.selection);
    add(resources, include.filter);
  }
}

std::string counted_words(const std::vector<Member>& members) {
  std::vector<std::string> words;
  for (const auto& member : members) {
    if (member.kind == Member::Kind::group) {
      words.push_back(counted_words(member.members));
      continue;
    }
    const auto of = member.field ? " of " + member.field->name : std::string();
    switch (member.kind) {
      case Member::Kind::count: words.emplace_back("how many"); break;
      case Member::Kind::sum: words.push_back("sum" + of); break;
      case Member::Kind::minimum: words.push_back("least" + of); break;
      case Member::Kind::maximum: words.push_back("greatest" + of); break;
      case Member::Kind::average: words.push_back("average" + of); break;
      case Member::Kind::group:
      case Member::Kind::constant:
      case Member::Kind::field:
      case Member::Kind::to_one:
      case Member::Kind::connection:
      case Member::Kind::edges:
      case Member::Kind::nodes:
      case Member::Kind::page_info:
      case Member::Kind::total_count:
      case Member::Kind::cursor:
      case Member::Kind::node:
      case Member::Kind::has_next_page:
      case Member::Kind::has_previous_page:
      case Member::Kind::start_cursor:
      case Member::Kind::end_cursor: break;
    }
  }
  return listed(words);
}

}  // namespace

std::string shown(const base::Value& value) {
  struct Printer {
    std::string operator()(base::Null) const { return "null"; }
    std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const {
      std::string text;
      base::append_json_double(text, number);
      return text;
    }
    std::string operator()(const std::string& text) const {
      std::string quoted;
      // Cut bytes are mended by the writer: they become U+FFFD.
      const bool cut = text.size() > longest_shown;
      base::append_json_string(quoted, cut ? text.substr(0, longest_shown) + "…" : text);
      return quoted;
    }
    std::string operator()(const base::Bytes& bytes) const { return std::to_string(bytes.data.size()) + " bytes"; }
  };
  return std::visit(Printer{}, value);
}

std::vector<Wording> in_words(const Get& operation) {
  const Words words(operation.operands);
  const auto& selection = operation.selection;
  std::vector<Wording> out;
  out.push_back({"reads", "one " + selection.resource->name + ": " + Words::fields(selection)});
  out.push_back({"filter", (operation.key ? operation.key->name : "id") + " is " + words.value(operation.id)});
  words.includes(selection, {}, out);
  return out;
}

std::vector<Wording> in_words(const List& operation) {
  const Words words(operation.operands);
  const auto& selection = operation.selection;
  const auto& resource = *selection.resource;
  std::vector<Wording> out;
  auto reads = "a list of " + resource.name + ": " + Words::fields(selection);
  out.push_back({"reads", std::move(reads)});
  if (operation.parent)
    out.push_back({"parent", operation.parent->relation->name + " of the " +
                                 operation.parent->relation->owner_type->name + " with id " +
                                 words.value(operation.parent->id) + ", if the caller may read it"});
  if (!Words::is_everything(operation.filter)) out.push_back({"filter", words.filter(operation.filter)});
  if (operation.search >= 0) out.push_back({"search", words.value(operation.search)});
  out.push_back({"sort", words.order(resource, operation.sort)});
  auto page = words.value(operation.limit) + " rows";
  if (operation.offset)
    page += " behind the first " + words.value(operation.offset->offset) + ", and how many there are in all";
  else if (!operation.cursor.before.empty())
    page += " before the cursor, found by position";
  else if (!operation.cursor.after.empty())
    page += " behind the cursor, found by position";
  else
    page += " from the start";
  out.push_back({"page", std::move(page)});
  words.includes(selection, {}, out);
  return out;
}

std::vector<Wording> in_words(const Aggregate& operation) {
  const Words words(operation.operands);
  std::vector<Wording> out;
  out.push_back({"counts", operation.resource->name + ": " + counted_words(operation.members)});
  std::vector<std::string> groups;
  for (const auto* field : operation.group_by) groups.push_back(field->name);
  if (!groups.empty()) out.push_back({"groups", "one for each " + listed(groups)});
  if (!Words::is_everything(operation.filter)) out.push_back({"filter", words.filter(operation.filter)});
  if (operation.search >= 0) out.push_back({"search", words.value(operation.search)});
  return out;
}

std::vector<const schema::Resource*> resources_of(const Get& operation) {
  Resources resources;
  add(resources, operation.selection);
  return resources;
}

std::vector<const schema::Resource*> resources_of(const List& operation) {
  Resources resources;
  add(resources, operation.selection.resource);
  if (operation.parent) add(resources, operation.parent->relation->owner_type);
  add(resources, operation.selection);
  add(resources, operation.filter);
  return resources;
}

std::vector<const schema::Resource*> resources_of(const Aggregate& operation) {
  Resources resources;
  add(resources, operation.resource);
  add(resources, operation.filter);
  return resources;
}

}  // namespace tenon::query
