#include "migrate/refusals.hpp"

#include "migrate/plan_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tenon::migrate {
namespace {

/// `Post.title`, and what it was called if that is something else.
std::string name_of(const Column& from, const Column& to) {
  return from.field == to.field ? to.field : fmt::format("{} (was {})", to.field, from.field);
}

bool points_somewhere(const Table& table, const Column& column) {
  return std::ranges::find(table.foreign_keys, column.name, &ForeignKey::column) != table.foreign_keys.end();
}

bool is_unique_alone(const Table& table, const Column& column) {
  return std::ranges::any_of(table.indexes, [&](const IndexShape& index) {
    return index.unique && index.columns == std::vector<std::string>{column.name};
  });
}

class Refusals {
 public:
  Refusals(const Changes& changes, Filled filled) : changes_(changes), filled_(filled) {}

  std::vector<std::string> find() {
    for (const auto& change : changes_.tables)
      for (const auto& pair : change.columns)
        if (pair.to) judge(change, pair);
    return std::move(found_);
  }

 private:
  void judge(const TableChange& change, const Pair<Column>& pair) {
    if (!pair.from) return judge_added(change, *pair.to);
    const auto& from = *pair.from;
    const auto& to = *pair.to;
    if (!stored_alike(from, to)) {
      if (to.is_key || change.to->join)
        return refuse("{}: the type of an id cannot change: it is in links, URLs and tokens", name_of(from, to));
      if (sql::conversion(form_of(from), form_of(to)) == sql::Conversion::impossible)
        return refuse(
            "{}: its values cannot be converted. Add a field of another name, and drop this one in a later migration",
            name_of(from, to));
    }
    if (from.required || !to.required || filled_ == Filled::assumed) return;
    if (filling(*change.to, to, sql::Dialect::sqlite, Direction::up)) return refuse_one_for_all(change, to);
    refuse(
        "{} becomes required, and rows may have nothing in it. {}; or, if every row has one by now, say "
        "--assume-filled",
        name_of(from, to), points_somewhere(*change.to, to) ? "Fill it first" : "Give it a @default");
  }

  void judge_added(const TableChange& change, const Column& to) {
    if (!to.required) return;
    if (move_into_key(changes_, *change.to, to)) {
      if (filled_ == Filled::unknown)
        refuse(
            "{} is required, and rows without a link have none. Make it optional, or, if every row has a link, say "
            "--assume-filled",
            to.field);
      return;
    }
    if (filling(*change.to, to, sql::Dialect::sqlite, Direction::up)) return refuse_one_for_all(change, to);
    if (points_somewhere(*change.to, to))
      return refuse(
          "{} is new and required, and nobody knows what the rows that are there point to. Make it optional first, "
          "fill "
          "it, and require it in a later migration",
          to.field);
    refuse(
        "{} is new and required, and the rows that are there have nothing in it. Give it a @default, or make it "
        "optional first",
        to.field);
  }

  void refuse_one_for_all(const TableChange& change, const Column& to) {
    if (!to.default_value || !is_unique_alone(*change.to, to)) return;
    refuse("{} is unique, and its @default would be the same for all rows that have none. Make it optional first",
           to.field);
  }

  template <typename... Parts>
  void refuse(fmt::format_string<Parts...> format, Parts&&... parts) {
    found_.push_back(fmt::format(format, std::forward<Parts>(parts)...));
  }

  const Changes& changes_;
  const Filled filled_;
  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> refusals(const Changes& changes, Filled filled) {
  return Refusals(changes, filled).find();
}

}  // namespace tenon::migrate
