#include "query/cost.hpp"

#include <algorithm>
#include <array>

namespace tenon::query {
namespace {

// Hundredths of a point.
constexpr std::int64_t point = 100;
constexpr std::int64_t given_row = point;
constexpr std::int64_t nested_execution = point;
constexpr std::int64_t examined_row = 10;
constexpr std::int64_t bytes_of_a_point = 10'000;

// Rows.
constexpr std::int64_t first_scan = 1'000;
constexpr std::int64_t nested_scan = 100;
constexpr std::int64_t aggregate_scan = 2 * first_scan;

// Weights, in examinations of a row.
constexpr std::int64_t condition_weight = 1;
constexpr std::int64_t searched_bytes_of_a_weight = 500;
constexpr std::int64_t to_one_weight = 5;
constexpr std::int64_t to_many_weight = 20;
constexpr std::int64_t words_weight = 5;
constexpr std::int64_t group_weight = 2;

// Bytes.
constexpr std::int64_t plain_bytes = 32;
constexpr std::int64_t text_bytes = 200;
constexpr std::int64_t most_text_bytes = 4'000;
constexpr std::int64_t json_bytes = 1'000;
constexpr std::int64_t list_elements = 10;
constexpr std::int64_t most_list_elements = 100;

constexpr std::int64_t most = 1'000'000'000'000'000;

std::int64_t times(std::int64_t left, std::int64_t right) {
  std::int64_t product = 0;
  return __builtin_mul_overflow(left, right, &product) ? most : std::min(product, most);
}

std::int64_t plus(std::int64_t left, std::int64_t right) {
  return std::min(left + right, most);
}

std::int64_t element_bytes(const schema::Field& field) {
  if (field.kind != schema::FieldKind::scalar) return plain_bytes;
  switch (field.scalar) {
    case schema::Scalar::string:
    case schema::Scalar::url:
    case schema::Scalar::email:
    case schema::Scalar::bytes:
      if (field.max_length && !field.list) return std::min<std::int64_t>(*field.max_length, most_text_bytes);
      return text_bytes;
    case schema::Scalar::json: return json_bytes;
    case schema::Scalar::id:
    case schema::Scalar::int32:
    case schema::Scalar::floating:
    case schema::Scalar::boolean:
    case schema::Scalar::big_int:
    case schema::Scalar::decimal:
    case schema::Scalar::date_time:
    case schema::Scalar::date:
    case schema::Scalar::time:
    case schema::Scalar::uuid: return plain_bytes;
  }
  return plain_bytes;
}

std::int64_t bytes_of(const schema::Field& field) {
  if (!field.list) return element_bytes(field);
  const std::int64_t elements = field.max_length.value_or(list_elements);
  return std::clamp<std::int64_t>(elements, 1, most_list_elements) * element_bytes(field);
}

bool leads_an_index(const schema::Resource& resource, const schema::Field& field) {
  if (&field == resource.id || field.unique || field.indexed) return true;
  return std::ranges::any_of(resource.indexes, [&](const schema::Index& index) {
    return !index.fields.empty() && index.fields.front() == &field;
  });
}

bool is_piece(Comparison comparison) {
  return comparison == Comparison::contains || comparison == Comparison::starts_with ||
         comparison == Comparison::ends_with || comparison == Comparison::has_element;
}

/// Whether an index can find the rows for which it holds.
bool follows_an_index(Comparison comparison) {
  switch (comparison) {
    case Comparison::equal:
    case Comparison::in:
    case Comparison::less:
    case Comparison::less_equal:
    case Comparison::greater:
    case Comparison::greater_equal: return true;
    case Comparison::not_equal:
    case Comparison::not_in:
    case Comparison::contains:
    case Comparison::starts_with:
    case Comparison::ends_with:
    case Comparison::has_element:
    case Comparison::is_null: return false;
  }
  return false;
}

std::int64_t weight_of(const schema::Field& hop) {
  return hop.is_list_relation() ? to_many_weight : to_one_weight;
}

std::int64_t weight_of(const Filter& filter) {
  std::int64_t weight = 0;
  if (filter.kind == Filter::Kind::compare) {
    weight += condition_weight;
    if (is_piece(filter.comparison)) weight += bytes_of(*filter.path.field) / searched_bytes_of_a_weight;
  }
  if (filter.kind == Filter::Kind::related) weight += weight_of(*filter.path.field);
  for (const auto* hop : filter.path.hops) weight += weight_of(*hop);
  for (const auto& child : filter.children) weight += weight_of(child);
  return weight;
}

bool says_anything(const Filter& filter) {
  return filter.kind != Filter::Kind::all_of || std::ranges::any_of(filter.children, says_anything);
}

/// Whether some condition that must hold narrows the rows by an index.
bool narrows(const schema::Resource& resource, const Filter& filter) {
  if (filter.kind == Filter::Kind::all_of)
    return std::ranges::any_of(filter.children, [&](const Filter& child) { return narrows(resource, child); });
  return filter.kind == Filter::Kind::compare && filter.path.hops.empty() && follows_an_index(filter.comparison) &&
         leads_an_index(resource, *filter.path.field);
}

/// What a list looks at.
struct Looking {
  const schema::Resource& resource;
  const Filter& filter;
  const std::vector<SortKey>& sort;
  Operand search = -1;

  bool scans() const {
    if (narrows(resource, filter)) return false;
    if (search >= 0 || says_anything(filter)) return true;
    return !sort.empty() && !leads_an_index(resource, *sort.front().field);
  }
  std::int64_t weight() const { return 1 + weight_of(filter) + (search >= 0 ? words_weight : 0); }
};

class CostMaker {
 public:
  int one(int above) { return add(above, given_row); }

  /// `scan`: rows behind which there is nothing more to find.
  int list(int above, const Looking& looking, Operand limit, std::int64_t scan) {
    const int made = add(above, given_row);
    auto& level = cost.levels[static_cast<std::size_t>(made)];
    level.limit = limit;
    if (level.depth > 1) level.per_execution = nested_execution;
    level.per_examined = examined_row * looking.weight();
    if (looking.scans()) level.examined_at_least = scan;
    return made;
  }

  void row(int level, const Selection& selection) {
    if (!selection.members.empty()) return members(level, *selection.resource, selection.members);
    for (const auto* field : selection.fields) {
      const auto spelled_out = [&](const Include& include) { return include.relation == field; };
      if (std::ranges::none_of(selection.includes, spelled_out)) at(level).bytes += bytes_of(*field);
    }
    for (const auto& include : selection.includes) {
      const auto& target = *include.relation->target;
      const int below = include.relation->is_list_relation()
                            ? list(level, {target, include.filter, include.sort}, include.limit, nested_scan)
                            : one(level);
      row(below, include.selection);
    }
  }

  void members(int level, const schema::Resource& resource, const std::vector<Member>& wanted) {
    for (const auto& member : wanted) this->member(level, resource, member);
  }

  void connection(int level, const schema::Resource& resource, const Page& page, const std::vector<Member>& wanted,
                  std::int64_t scan) {
    at(level).offset = page.offset;
    for (const auto& member : wanted) {
      if (member.kind == Member::Kind::total_count) at(level).counted = scan;
      if (!member.members.empty()) members(level, resource, member.members);
    }
  }

  Cost cost;

 private:
  Cost::Level& at(int level) { return cost.levels[static_cast<std::size_t>(level)]; }

  int add(int above, std::int64_t per_row) {
    Cost::Level level;
    level.above = above;
    level.depth = above < 0 ? 1 : at(above).depth + 1;
    level.per_row = per_row;
    cost.levels.push_back(level);
    return static_cast<int>(cost.levels.size()) - 1;
  }

  void member(int level, const schema::Resource& resource, const Member& member) {
    switch (member.kind) {
      case Member::Kind::field: at(level).bytes += bytes_of(*member.field); return;
      case Member::Kind::to_one: members(one(level), *member.field->target, member.members); return;
      case Member::Kind::connection: {
        const auto& target = *member.field->target;
        const auto& page = member.page;
        const int below = list(level, {target, page.filter, page.sort, page.search}, page.limit, nested_scan);
        connection(below, target, page, member.members, nested_scan);
        return;
      }
      case Member::Kind::node: members(level, resource, member.members); return;
      case Member::Kind::constant:
      case Member::Kind::edges:
      case Member::Kind::nodes:
      case Member::Kind::page_info:
      case Member::Kind::total_count:
      case Member::Kind::cursor:
      case Member::Kind::has_next_page:
      case Member::Kind::has_previous_page:
      case Member::Kind::start_cursor:
      case Member::Kind::end_cursor:
      case Member::Kind::group:
      case Member::Kind::count:
      case Member::Kind::sum:
      case Member::Kind::minimum:
      case Member::Kind::maximum:
      case Member::Kind::average: return;
    }
  }
};

/// Values of a group that are calculated or group, at any depth.
std::int64_t calculated(const std::vector<Member>& members) {
  std::int64_t count = 0;
  for (const auto& member : members) {
    if (member.kind == Member::Kind::group)
      count += calculated(member.members);
    else if (member.kind != Member::Kind::constant)
      ++count;
  }
  return count;
}

std::int64_t value_of(std::span<const base::Value> operands, Operand operand) {
  const auto* number = std::get_if<std::int64_t>(&operands[static_cast<std::size_t>(operand)]);
  return number ? std::max<std::int64_t>(*number, 0) : 0;
}

}  // namespace

Bill Cost::bill(std::span<const base::Value> operands) const {
  constexpr std::size_t usual_levels = 24;
  std::array<std::int64_t, usual_levels> few;
  std::vector<std::int64_t> many;
  if (levels.size() > usual_levels) many.resize(levels.size());
  const std::span<std::int64_t> rows = many.empty() ? std::span<std::int64_t>(few) : std::span<std::int64_t>(many);
  Bill bill;
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const auto& level = levels[i];
    const std::int64_t executions = level.above < 0 ? 1 : rows[static_cast<std::size_t>(level.above)];
    const std::int64_t limit = level.limit < 0 ? 1 : value_of(operands, level.limit);
    rows[i] = times(executions, limit);
    std::int64_t examined = plus(std::max(limit, level.examined_at_least), level.counted);
    if (level.offset >= 0) examined = plus(examined, value_of(operands, level.offset));
    examined = times(executions, examined);
    const auto bytes = times(rows[i], level.bytes);
    sum = plus(sum, times(executions, level.per_execution));
    sum = plus(sum, times(rows[i], level.per_row));
    sum = plus(sum, times(examined, level.per_examined));
    sum = plus(sum, times(bytes, level.depth) / (bytes_of_a_point / point));
    bill.rows = plus(bill.rows, rows[i]);
    bill.examined = plus(bill.examined, examined);
    bill.bytes = plus(bill.bytes, bytes);
    bill.depth = std::max(bill.depth, level.depth);
  }
  bill.points = std::max<std::int64_t>((sum + point - 1) / point, 1);
  return bill;
}

Cost cost_of(const Get& operation) {
  CostMaker maker;
  maker.row(maker.one(-1), operation.selection);
  return std::move(maker.cost);
}

Cost cost_of(const GetAny& operation) {
  CostMaker maker;
  for (const auto& candidate : operation.candidates) maker.row(maker.one(-1), candidate);
  return std::move(maker.cost);
}

Cost cost_of(const List& operation) {
  CostMaker maker;
  const auto& resource = *operation.selection.resource;
  const auto scan = operation.parent ? nested_scan : first_scan;
  const int level =
      maker.list(-1, {resource, operation.filter, operation.sort, operation.search}, operation.limit, scan);
  auto& first = maker.cost.levels.front();
  if (operation.offset) {
    first.offset = operation.offset->offset;
    first.counted = scan;
  }
  maker.row(level, operation.selection);
  return std::move(maker.cost);
}

Cost cost_of(const Connect& operation) {
  CostMaker maker;
  const auto& page = operation.page;
  const int level = maker.list(-1, {*operation.resource, page.filter, page.sort, page.search}, page.limit, first_scan);
  maker.connection(level, *operation.resource, page, operation.members, first_scan);
  return std::move(maker.cost);
}

Cost cost_of(const Aggregate& operation) {
  CostMaker maker;
  const std::vector<SortKey> unsorted;
  const Looking looking{*operation.resource, operation.filter, unsorted, operation.search};
  maker.list(-1, looking, operation.group_by.empty() ? -1 : operation.limit, aggregate_scan);
  auto& level = maker.cost.levels.front();
  const auto values = calculated(operation.members);
  level.examined_at_least = aggregate_scan;
  level.per_examined += examined_row * (values + group_weight * static_cast<std::int64_t>(operation.group_by.size()));
  level.bytes = values * plain_bytes;
  return std::move(maker.cost);
}

std::int64_t answer_price(const schema::Resource& resource, const Selection& selection,
                          std::span<const base::Value> operands) {
  CostMaker maker;
  const int level = maker.one(-1);
  if (selection.members.empty())
    maker.row(level, selection);
  else
    maker.members(level, resource, selection.members);
  return maker.cost.price(operands);
}

namespace {

/// A row with its links, and those that are created inside it.
std::int64_t written(const RowInput& row) {
  std::int64_t points = costs::write;
  for (const auto& links : row.links) points = plus(points, costs::link * static_cast<std::int64_t>(links.ids.size()));
  for (const auto& nested : row.nested)
    for (const auto& inner : nested.rows) points = plus(points, written(inner));
  return points;
}

}  // namespace

std::int64_t price_of(const Create& operation, std::int64_t answer) {
  std::int64_t points = 0;
  for (const auto& row : operation.rows) points = plus(points, plus(written(row), answer));
  return points;
}

std::int64_t price_of(const Update& operation, std::int64_t answer) {
  std::int64_t points = plus(costs::write, answer);
  for (const auto& links : operation.row.links)
    points = plus(points, costs::link * static_cast<std::int64_t>(links.ids.size()));
  return points;
}

}  // namespace tenon::query
